"""The year's 政府收支分类科目: read as the Ministry's tables come, compared, written for packs."""
