"""What people type and upload, and what is said where it cannot be taken."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from discloser.desk.models import Office, Role, Task, User
from discloser.desk.models.people import OF_AN_OFFICE
from discloser.desk.models.tasks import deadline_after
from discloser.filenames import safe_name

if TYPE_CHECKING:
    TaskModelForm = forms.ModelForm[Task]
    UserModelForm = forms.ModelForm[User]
else:
    TaskModelForm = UserModelForm = forms.ModelForm

MOST_BYTES = 20 * 2**20
INPUTS = (".xlsx", ".xlsm", ".xls", ".ods", ".yaml", ".yml")
SOURCES = (*INPUTS, ".docx", ".pdf", ".html", ".htm")


class Step(forms.Form):
    """Something that is done once, to the version that was seen."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Reason(Step):
    """A step with a reason."""

    reason = forms.CharField(
        label="退回原因",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么退回，填报人才知道改什么。"},
    )


class Secrecy(Step):
    """The record of a look for what is secret."""

    by = forms.CharField(label="审查人", max_length=40)
    sure = forms.BooleanField(
        label="已按保密规定逐页审查，没有涉密和不宜公开的内容",
        error_messages={"required": "请确认已经审查。"},
    )


_PARTS = ("problems", "document", "sheets")


def part_of(name: str) -> str:
    """The page of a filing on which something was said, to go back to; else its first page."""
    return name if name in _PARTS else "filing"


class Remark(forms.Form):
    """A comment at a place."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    place = forms.CharField(label="位置", max_length=200, required=False)
    text = forms.CharField(label="意见", max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """Add the page to go back to."""
        cleaned = super().clean() or self.cleaned_data
        return cleaned | {"part": part_of(self.data.get("part", ""))}


class Several(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, each of a form and a size that can be read."""

    def __init__(self, *args: Any, suffixes: tuple[str, ...] = SOURCES, **kwargs: Any) -> None:
        accept = ",".join(suffixes)
        kwargs.setdefault("widget", Several(attrs={"accept": accept}))
        super().__init__(*args, **kwargs)
        self._suffixes = suffixes

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files; all that is wrong with them at once."""
        files = list(data) if isinstance(data, list | tuple) and data else [data or None]
        cleaned = [super(Files, self).clean(each, initial) for each in files]
        problems = [text for each in cleaned if each for text in self._problems(each)]
        names = [each.name for each in cleaned if each]
        if len(set(names)) < len(names):
            problems.append("有两个文件同名，请改名再传。")
        if problems:
            raise forms.ValidationError(problems)
        return cleaned

    def _problems(self, file: UploadedFile[Any]) -> list[str]:
        name = PurePath(file.name or "").name
        found = []
        if PurePath(name).suffix.lower() not in self._suffixes:
            known = "、".join(self._suffixes)
            found.append(f"“{name}”不是能读的文件。可以是：{known}。")
        if (file.size or 0) > MOST_BYTES:
            found.append(f"“{name}”超过 {MOST_BYTES // 2**20} MB，请拆开或去掉图片再传。")
        return found


def file_name(sent: str) -> str:
    """What a sent file is called here: no folders, no characters of control, short enough."""
    path = PurePath(sent.replace("\\", "/"))
    return safe_name(path.stem) + path.suffix.lower()


class Upload(Step):
    """A filled workbook, or files that an office has."""

    sent = Files(label="文件", error_messages={"required": "请选文件。"})


class OfficeList(forms.Form):
    """A list of offices."""

    file = Files(label="单位名单（.xlsx 或 CSV）", suffixes=(".xlsx", ".xlsm", ".csv"))


class TaskForm(TaskModelForm):
    """A year's task: with an approval date the deadline follows, else it is given."""

    deadline = forms.DateField(
        label="公开期限", required=False, help_text="不填：批复之日起二十日内（预算法第十四条）。"
    )

    class Meta:
        model = Task
        fields = ("kind", "year", "pack", "approved_on", "deadline", "note")

    def __init__(self, *args: Any, packs: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in packs]
        self.fields["pack"] = forms.ChoiceField(label="模板包", choices=choices)
        self.fields["note"].widget.attrs["rows"] = 3
        for name in ("approved_on", "deadline"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        """Reckon the deadline where it is not given."""
        cleaned = super().clean() or self.cleaned_data
        approved = cleaned.get("approved_on")
        if not cleaned.get("deadline"):
            if not approved:
                raise forms.ValidationError("批复日期和公开期限至少填一个。")
            cleaned["deadline"] = deadline_after(approved)
        return cleaned


class Person(UserModelForm):
    """An account."""

    class Meta:
        model = User
        fields = ("username", "full_name", "role", "office")
        labels = {"username": "用户名"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = forms.ModelChoiceField(
            Office.objects.filter(is_active=True), label="单位", required=False
        )
        self.fields["username"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """An office's people have an office, the others none."""
        cleaned = super().clean() or self.cleaned_data
        of_office = cleaned.get("role") in OF_AN_OFFICE
        if of_office and not cleaned.get("office"):
            self.add_error("office", f"{Role(cleaned['role']).label}要选单位。")
        if not of_office:
            cleaned["office"] = None
        return cleaned
