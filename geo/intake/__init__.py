"""Plain files of other programs, read into one table and shaped into a plain layer.

A spreadsheet, a KML file, a GeoPackage or any GeoJSON becomes a `Table`; its columns are given
roles (`columns`), its dates are read (`days`), and `shaping` makes of it the plain layer that
`geo.plain` reads, with a note for each thing that was taken for granted.
"""
