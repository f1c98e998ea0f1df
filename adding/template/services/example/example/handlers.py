"""One function per command: load, call the aggregate, save; the table is the whole behaviour of this service."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from example.commands import FileRequest, RequestReference
from example.domain.request.request import Request


def file_request(command: FileRequest, work: UnitOfWork) -> RequestReference:
    request, filed = Request.file(new_id(), label=command.label, filed_on=command.filed_on, today=work.today)
    work.save(request, filed)
    return RequestReference(request.request_id)


HANDLERS: Mapping[type, Handler] = {
    FileRequest: file_request,
}
