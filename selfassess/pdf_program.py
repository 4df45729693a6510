"""Makes one PDF in a process of its own: HTML on standard input, PDF/UA-1 on standard output.

The process ends after its document, so that all memory is returned, and can be stopped at any moment. It
imports nothing of the site and loads nothing. Arguments: the most seconds of processor time, and the most
bytes of memory; without any, it only says by its exit code whether this machine can make PDFs.
"""

import importlib
import os
import resource
import sys

CANNOT_MAKE_PDF = 3
"""The exit code where WeasyPrint or the library Pango is missing."""


def main(arguments: list[str]) -> int:
    """Make the PDF; return the exit code."""
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return CANNOT_MAKE_PDF
    if not arguments:
        return 0
    seconds, memory = map(int, arguments)
    # Fontconfig looks for fonts now: with too little memory it would write a cache without any, for all
    # programs.
    fonts = weasyprint.text.fonts.FontConfiguration()
    # Pages come first.
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    load_nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=load_nothing)
    sys.stdout.buffer.write(document.write_pdf(pdf_variant="pdf/ua-1", font_config=fonts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
