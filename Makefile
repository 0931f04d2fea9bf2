.DEFAULT_GOAL := help
.PHONY: bench-batch help demo test lint format fidelity lock clean

RUN := .venv/bin/python -m
SANMENXIA := inputs/henan/sanmenxia/2025

help:
	@echo "make demo    生成两份示例文本（首次运行先安装所需软件）  render two example documents, installing what is missing"
	@echo "make test    运行全部检查和测试                          run every check and test"
	@echo "make audit   用读屏检查工具 outloud 检查 PDF 标签               check the PDF tags with outloud"
	@echo "make lint    只检查代码                                  check the code only"
	@echo "make format  整理代码格式                                format the code"
	@echo "make fidelity 与公开原文逐项比对，写 docs/fidelity.md      compare with the published documents"
	@echo "make lock    更新 constraints.txt 中的依赖版本           pin the newest versions in constraints.txt"
	@echo "make clean   删除 .venv、缓存和 output 中的成品          remove .venv, caches and rendered files"

demo:
	@sh scripts/setup.sh demo
	.venv/bin/discloser render $(SANMENXIA)/administrative-approval.yaml $(SANMENXIA)/government-office.yaml

test: lint
	$(RUN) pytest -n 2 --dist loadfile --durations=10

audit:
	@sh scripts/setup.sh test
	@sh scripts/audit.sh
	$(RUN) pytest tests/audit

lint:
	@sh scripts/setup.sh test
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy

format:
	@sh scripts/setup.sh test
	$(RUN) ruff check --fix
	$(RUN) ruff format

fidelity:
	@sh scripts/setup.sh test
	$(RUN) tests.fidelity.report

bench-batch:
	@sh scripts/setup.sh test
	@sh benchmarks/peers.sh
	$(RUN) benchmarks.batch

lock:
	@sh scripts/lock.sh

clean:
	rm -rf .venv .venv-audit build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find output -mindepth 1 -not -name README.md -delete

.PHONY: bench bench-growth bench-peers

bench:
	@sh scripts/setup.sh test
	$(RUN) benchmarks.bench --write

bench-peers:
	@sh scripts/setup.sh test
	@sh benchmarks/peers.sh
	$(RUN) benchmarks.peers --write

bench-growth:
	@sh scripts/setup.sh test
	@$(RUN) pip install --quiet --constraint constraints.txt matplotlib
	$(RUN) benchmarks.growth --write
