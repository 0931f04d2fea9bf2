"""The desk: a web application for a city's departments and its finance bureau.

It calls the engine by :mod:`discloser.desk.jobs.engine` and has no rule of a budget. The rest of
the program never imports it; it needs the extra ``desk``.
"""
