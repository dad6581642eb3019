"""Which address shows which screen."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, request_response

from app.services import Services
from app.ui.cards import static_text
from app.ui.screens import (
    admin,
    audit_report,
    audits,
    cases,
    clients,
    explore,
    feedback,
    kept,
    library,
    papers,
    path,
    prepare,
    privacy,
    rating,
    reflect,
    shown,
    signing_in,
    summary,
    talk,
    team,
    tokens,
)
from app.ui.screens.oidc import Provider
from app.ui.screens.visit import Handler, endpoint
from app.ui.serving.programs import is_api_page, is_program
from app.ui.signing import WithNote

_STATIC = {
    "shared.css": "text/css",
    "screens.css": "text/css",
    "screens.js": "text/javascript",
    "audit.js": "text/javascript",
}
_SHOW: dict[str, Handler] = {
    "/explore": explore.show_all,
    "/explore/systems/{system}": explore.show_system,
    "/explore/{decision}": explore.show_decision,
    "/reflect": reflect.show_reflect,
    "/reflect/foundation/{id}": reflect.show_foundation,
    "/reflect/foundation/{id}/{step}": reflect.show_foundation_prompt,
    "/reflect/path/{id}": path.show_path,
    "/reflect/path/{id}/gaps": path.show_gaps,
    "/reflect/path/{id}/marks/{layer}": path.show_marks,
    "/reflect/path/{id}/{step}": path.show_path_prompt,
    "/teams": team.show_teams,
    "/teams/{id}": team.show_team,
    "/teams/{id}/{form}": team.send_team,
    "/talk": talk.show_start,
    "/talk/{id}": talk.show_talk,
    "/talk/{id}/summary": summary.show_summary,
    "/prepare": prepare.show_prepare,
    "/prepare/{id}": prepare.show_plan,
    "/clients/{id}": clients.show_client,
    "/audit": audits.show_audits,
    "/audit/feedback": feedback.show_queue,
    "/audit/time": audit_report.show_over_time,
    "/audit/gold.jsonl": feedback.send_gold,
    "/audit/{id}": audits.show_audit,
    "/audit/{id}/rate": rating.go_on,
    "/audit/{id}/rate/{item}/{claim}": rating.show_claim,
    "/audit/{id}/report": audit_report.show_report,
    "/audit/{id}/report/{form}": audit_report.send_report,
    "/library": library.show_library,
    "/library/state": library.show_state,
    "/library/export.zip": library.send_all,
    "/library/{id}": library.show_document,
    "/library/{id}/file": library.send_file,
    "/library/{id}/page/{page}": library.send_page,
    "/cases": cases.show_cases,
    "/cases/new": cases.show_form,
    "/cases/export/{form}": cases.send_cases,
    "/cases/{id}": cases.show_case,
    "/cases/{id}/change": cases.show_change,
    "/kept": kept.show_kept,
    "/kept/{id}/shown": shown.show_readers,
    "/shown/{id}": shown.show_one,
    "/tokens": tokens.show_tokens,
    "/privacy": privacy.show_privacy,
    "/announcement": admin.tell,
    "/admin": admin.show_admin,
    "/sign-in": signing_in.show_sign_in,
    "/sign-in/invited/{secret}": signing_in.show_invitation,
    "/kept/all.zip": papers.send_all,
    "/kept/{id}/{form}": papers.send_paper,
    "/guides/{guide}/{form}": papers.send_guide,
    "/handouts/{case}/{form}": papers.send_handout,
}
_SEND: dict[str, Handler] = {
    "/reflect/foundation": reflect.start_foundation,
    "/reflect/foundation/{id}/{step}": reflect.save_foundation_prompt,
    "/reflect/path": reflect.start_path,
    "/reflect/path/{id}/gaps": path.save_gaps,
    "/reflect/path/{id}/marks/{layer}": path.save_marks,
    "/reflect/path/{id}/{step}": path.save_path_prompt,
    "/teams": team.make_team,
    "/teams/join": team.join_team,
    "/teams/{id}/pathway": team.rejoin_team,
    "/teams/{id}/picture": team.open_picture,
    "/teams/{id}/answers": team.save_answer,
    "/teams/{id}/leave": team.leave_team,
    "/teams/{id}/delete": team.delete_team,
    "/talk": talk.start_talk,
    "/talk/{id}": talk.take_turn,
    "/talk/{id}/about": talk.save_touched,
    "/talk/{id}/step": talk.save_step,
    "/talk/{id}/summary": summary.save_summary,
    "/prepare": prepare.make_plan,
    "/prepare/{id}": prepare.save_plan,
    "/clients": clients.start_client,
    "/clients/{id}/goal": clients.save_goal,
    "/clients/{id}/session": clients.add_session,
    "/clients/{id}/action": clients.set_action,
    "/clients/{id}/remove": clients.remove_session,
    "/audit": audits.make_audit,
    "/audit/enter": audits.enter,
    "/audit/join": audits.join_audit,
    "/audit/feedback/{feedback}": feedback.take_feedback,
    "/audit/{id}/add/{kind}": audits.add_answers,
    "/audit/{id}/ask": audits.make_run,
    "/audit/{id}/done": audits.finish,
    "/audit/{id}/reopen": audits.reopen,
    "/audit/{id}/delete": audits.delete,
    "/audit/{id}/undo": rating.undo,
    "/audit/{id}/rate/{item}/{claim}": rating.save_verdict,
    "/audit/{id}/gold/{item}": feedback.make_gold,
    "/feedback": feedback.give_feedback,
    "/library/add": library.add_files,
    "/library/folder": library.add_folder,
    "/library/text": library.add_text,
    "/library/link": library.add_link,
    "/cases": cases.add_case,
    "/cases/import": cases.take_cases,
    "/cases/{id}": cases.save_case,
    "/cases/{id}/review": cases.review_case,
    "/cases/{id}/remove": cases.remove_case,
    "/library/{id}": library.save_document,
    "/library/{id}/remove": library.remove_document,
    "/sign-in": signing_in.sign_in,
    "/sign-in/invited/{secret}": signing_in.accept,
    "/sign-out": signing_in.sign_out,
    "/admin/people/{owner}": admin.set_roles,
    "/admin/invite": admin.invite,
    "/admin/announcement": admin.announce,
    "/kept/{id}/shown": shown.show_to,
    "/kept/{id}/shown/end": shown.end,
    "/kept/days": kept.set_days,
    "/tokens": tokens.make_token,
    "/tokens/{token}/revoke": tokens.revoke_token,
    "/kept/key": kept.use_key,
    "/kept/forget": kept.forget_browser,
    "/kept/delete": kept.delete_all,
    "/kept/{id}/share": feedback.share,
    "/kept/{id}/withdraw": feedback.withdraw,
    "/kept/{id}/rename": kept.rename,
    "/kept/{id}/delete": kept.delete,
}


_NAMES = frozenset(address.split("/")[1] for address in (*_SHOW, *_SEND, "/screens/{name}"))


def screens(services: Services) -> list[BaseRoute]:
    """Return the routes of all screens, and of the files that they need."""
    provider = Provider(services)
    routes: list[BaseRoute] = [Route("/screens/{name}", _static)]
    for address, step in (("/sign-in/begin", provider.begin), ("/sign-in/back", provider.back)):
        routes.append(Route(address, WithNote(request_response(step), services)))
    for method, handlers in (("GET", _SHOW), ("POST", _SEND)):
        for address, handler in handlers.items():
            routes.append(Route(address, endpoint(services, handler), methods=[method]))
    return routes


def part_of(path: str) -> str:
    """Return which part a path, without the sub-path, belongs to; page for Gradio's."""
    if is_program(path):
        return "api-page" if is_api_page(path) else "api"
    return "screens" if path.split("/")[1] in _NAMES else "page"


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response(status_code=404)
    return Response(static_text(name), media_type=_STATIC[name])
