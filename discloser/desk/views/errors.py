"""Pages for what went wrong: what it is, and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from discloser.desk.views.page import show

_SAYS = {
    400: ("这个请求不对", "请从首页重新进入。"),
    403: ("您不能做这一步", "这一步由别的角色来做。如果应当由您做，请财政部门的管理员改您的角色。"),
    404: ("没有这一页", "可能地址不对，或者它不属于您的单位。"),
    500: ("程序出错了", "您填的内容在上一页，按“后退”就能看到。请再试一次；仍不行请联系管理员。"),
}


def _page(request: HttpRequest, status: int) -> HttpResponse:
    title, advice = _SAYS[status]
    return show(request, "error", {"title": title, "advice": advice}, status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """403."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404."""
    return _page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's call
    """A form whose page is too old, or that came from elsewhere."""
    values = {"title": "页面过期了", "advice": "请按“后退”，刷新那一页再提交；填的内容先复制下来。"}
    return show(request, "error", values, 403)
