"""What the desk keeps."""

from discloser.desk.models.jobs import Job, JobFile, JobState
from discloser.desk.models.log import Act, Comment, LogEntry
from discloser.desk.models.people import Office, Role, User
from discloser.desk.models.tasks import Filing, Kind, Stage, State, Task
from discloser.desk.models.versions import (
    Blob,
    CheckResult,
    Origin,
    RenderedFile,
    Rendering,
    Version,
)

__all__ = [
    "Act",
    "Blob",
    "CheckResult",
    "Comment",
    "Filing",
    "Job",
    "JobFile",
    "JobState",
    "Kind",
    "LogEntry",
    "Office",
    "Origin",
    "RenderedFile",
    "Rendering",
    "Role",
    "Stage",
    "State",
    "Task",
    "User",
    "Version",
]
