"""Text documents: operations are replayed into a `Story`, composed into `nodes`, and written as
XML.

replay.py, edits.py    operations -> Story (blocks with ids, figures, sources)
data/                  figures and tables computed from sources
compose/               a block -> nodes: what stands on the page, free of XML
pages/                 where nodes fall: text measured with font files, pages estimated
parts/                 nodes -> the parts of a package
upload/                documents that somebody else made: read, edited in place
checks/                what is wrong with a document
"""
