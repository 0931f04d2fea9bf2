"""The addresses."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from discloser.desk.views import (
    account,
    board,
    changes,
    city,
    errors,
    filing,
    foreign,
    jobs,
    packs,
    steps,
)

urlpatterns = [
    path("", account.home, name="home"),
    path("login/", account.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", account.password, name="password"),
    path("tasks/", city.tasks, name="tasks"),
    path("tasks/new/", city.new_task, name="new_task"),
    path("tasks/<int:task>/", board.board, name="board"),
    path("tasks/<int:task>/board.xlsx", board.workbook, name="board_workbook"),
    path("tasks/<int:task>/package.zip", board.city_package, name="city_package"),
    path("tasks/<int:task>/edit/", city.edit_task, name="edit_task"),
    path("offices/", city.offices, name="offices"),
    path("people/", city.people, name="people"),
    path("people/new/", city.new_person, name="new_person"),
    path("people/<int:person_id>/reset/", city.reset_password, name="reset_password"),
    path("people/<int:person_id>/switch/", city.switch_person, name="switch_person"),
    path("log/", city.log, name="log"),
    path("filings/<int:filing>/", filing.overview, name="filing"),
    path("filings/<int:filing>/problems/", filing.problems, name="problems"),
    path("filings/<int:filing>/document/", filing.document, name="document"),
    path("filings/<int:filing>/sheets/", changes.sheets, name="sheets"),
    path("filings/<int:filing>/versions/", filing.versions, name="versions"),
    path("filings/<int:filing>/log/", filing.log, name="filing_log"),
    path("filings/<int:filing>/workbook/", changes.ask_workbook, name="ask_workbook"),
    path("filings/<int:filing>/upload/", changes.upload, name="upload"),
    path("filings/<int:filing>/mend/", changes.mend, name="mend"),
    path("filings/<int:filing>/paste/", changes.paste, name="paste"),
    path("filings/<int:filing>/files/", changes.ask_files, name="ask_files"),
    path("filings/<int:filing>/hand-in/", steps.hand_in, name="hand_in"),
    path("filings/<int:filing>/withdraw/", steps.withdraw, name="withdraw"),
    path("filings/<int:filing>/secrecy/", steps.secrecy, name="secrecy"),
    path("filings/<int:filing>/sign/", steps.sign, name="sign"),
    path("filings/<int:filing>/refuse/", steps.refuse, name="refuse"),
    path("filings/<int:filing>/return/", steps.send_back, name="send_back"),
    path("filings/<int:filing>/pass/", steps.pass_, name="pass"),
    path("filings/<int:filing>/publish/", steps.publish, name="publish"),
    path("filings/<int:filing>/comment/", steps.comment, name="comment"),
    path(
        "filings/<int:filing>/comments/<int:comment>/settle/",
        steps.settle_comment,
        name="settle_comment",
    ),
    path("filings/<int:filing>/package.zip", filing.package, name="package"),
    path("versions/<int:version>/input", filing.version_input, name="version_input"),
    path("versions/<int:version>/page", filing.version_page, name="version_page"),
    path("versions/<int:version>/numbers/<int:index>", filing.number, name="number"),
    path("versions/<int:version>/files/<int:at>", filing.version_file, name="version_file"),
    path("versions/<int:version>/take-back/", changes.take_back, name="take_back"),
    path("versions/<int:version>/compare/<int:other>/", changes.compare, name="compare"),
    path("jobs/<int:job>/", jobs.job, name="job"),
    path("jobs/<int:job>/files/<int:at>", jobs.job_file, name="job_file"),
    path("jobs/<int:job>/again/", jobs.again, name="job_again"),
    path("audits/", foreign.audits, name="audits"),
    path("audits/<int:job>/", foreign.audit, name="audit"),
    path("packs/", packs.packs, name="packs"),
    path("packs/effect/", packs.effect, name="pack_effect"),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
