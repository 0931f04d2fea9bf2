"""Compose and check the yearly budget and final-account disclosures of Chinese departments."""

__version__ = "0.7.0"
