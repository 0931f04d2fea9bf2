.DEFAULT_GOAL := help

RUN := .venv/bin/python -m
SANMENXIA := inputs/henan/sanmenxia/2025
N := 20000

# What stands behind ## is what `make help` says.
.PHONY: help demo test lint format audit fuzz deceive fresh fidelity bench bench-batch bench-growth \
	bench-peers bench-steady desk desk-proof pages pictures lock upgrade clean

help: ## 列出全部命令  this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf 'make %-13s %s\n' "$$name" "$$text"; done

demo: ## 生成两份示例文本，首次运行先安装所需软件  render two example documents
	@sh scripts/setup.sh run
	@echo "正在生成两个部门的公开文件…… (rendering)"
	@.venv/bin/discloser render $(SANMENXIA)/administrative-approval.yaml $(SANMENXIA)/government-office.yaml

desk: ## 开网页工作台，里面是一个造出来的城市  the web desk with a made-up city
	@sh scripts/setup.sh desk
	@.venv/bin/discloser desk demo

test: lint ## 运行全部检查和测试  run every check and test
	$(RUN) pytest -n 2 --dist loadfile --processor-time

lint: ## 只检查代码  check the code only
	@sh scripts/setup.sh test
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy

format: ## 整理代码格式  format the code
	@sh scripts/setup.sh test
	$(RUN) ruff check --fix
	$(RUN) ruff format

audit: ## 用 veraPDF、page 和读屏检查工具 outloud 检查 PDF  validate the PDFs, and read their tags aloud
	@sh scripts/setup.sh test
	@sh scripts/audit.sh
	$(RUN) pytest tests/audit -n 2 --dist load

desk-proof: ## 工作台的慢测试：突然断电、两种数据库、浏览器里走一年  the desk under kill -9, and a year in a browser
	@sh scripts/setup.sh proof
	DESK_PROOF=1 $(RUN) pytest tests/desk/robust tests/desk/walk

fuzz: ## 用 N 个损坏的输入和模板包试程序，默认 20000 个  try N damaged inputs and packs
	@sh scripts/setup.sh test
	$(RUN) tests.fuzz $(N)

deceive: ## 植入错误，看检查查不查得出来，写 docs/deceive.md  plant faults and count what is noticed
	@sh scripts/setup.sh test
	$(RUN) tests.deceive --write

fresh: ## 在全新的 Debian 系统里运行 make demo 和 make test  repeat both on an empty Debian
	@sh scripts/fresh.sh

fidelity: ## 与公开原文逐项比对，写 docs/fidelity.md  compare with the published documents
	@sh scripts/setup.sh test
	$(RUN) tests.fidelity.report

bench: ## 测速度和内存，写入 docs/performance.md  measure time and memory
	@sh scripts/setup.sh test
	$(RUN) benchmarks.bench --write

pages: ## 数版面上的毛病，写入 docs/print.md  count what a typesetter would mark
	@sh scripts/setup.sh test
	$(RUN) benchmarks.pages --write

bench-batch: ## 测批量生成  measure batches
	@sh scripts/setup.sh test
	@sh scripts/peers.sh
	$(RUN) benchmarks.batch

bench-growth: ## 测部门变大时的耗时  measure how cost grows with size
	@sh scripts/setup.sh bench
	@$(RUN) benchmarks.growth --write

bench-peers: ## 与同类工具比速度  race against the peers
	@sh scripts/setup.sh test
	@sh scripts/peers.sh
	$(RUN) benchmarks.peers --write

bench-steady: ## 看 check 有没有变慢一半  whether a check has grown by half
	@sh scripts/setup.sh test
	$(RUN) benchmarks.steady

pictures: ## 用 LibreOffice 重画填报指南的图  draw the pictures of the clerk's guide anew
	@sh scripts/setup.sh test
	$(RUN) tests.entry.pictures

lock: ## 依赖改动后重写 requirements/，其余版本不变  lock what pyproject.toml names, by hash
	@sh scripts/lock.sh

upgrade: ## 把 requirements/ 中的依赖全部升到最新  the same, with the newest versions
	@sh scripts/lock.sh --upgrade

clean: ## 删除 .venv、缓存和 output 中的成品  remove environments, caches and rendered files
	rm -rf .venv .venv-audit .venv-peers build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .fuzz
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find output -mindepth 1 -not -name README.md -delete
