# Two versions of one record.
versions-what = A colleague saved this while you were changing it. Nothing is lost: choose field by field.
versions-title = Two versions
versions-mine = what you typed
versions-theirs = saved meanwhile
versions-keep = Save this choice
versions-give-up = Give up what I typed
