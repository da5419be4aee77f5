"""The page: the model in a browser.

``acs-abm app`` or ``python -m acs_abm.app`` serves it. What happens between a slider and a
picture, each in a file of its own::

    levers, draft      what the controls say, as a scenario
    recording          one run as immutable frames
    session            one visitor: a thread that runs, replays and publishes the newest view
    inquiry            the visitor's questions, answered in a thread of their own
    tile_board, curves a frame as what the components draw, in numbers and in words
    why, timeline, money, flows, log
                       the same for the tabs that read a run; directory knows who is who
    link, uploads, downloads
                       what a visitor brings and takes along
    background         work beside the run shown: progress, turns, cancelling
    replicates, comparison, folders, band_chart
                       what is done there, and the same for the components that draw it
    page, components   how it is laid out and drawn
    settings           what visitors may ask for, and the results to show
    serve, gateway     how it reaches the browser

Nothing here is imported by the engine, and nothing here imports Solara before
:mod:`acs_abm.app.serve` has set how it serves.
"""
