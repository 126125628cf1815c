//! The preview: counts, rows with what would happen to each, and the one button that makes it so.
use super::super::preview::{self as rows, Line};
use super::super::spoken::{note_words, part_word, rejection, verdict_word};
use super::super::{self as import, Change, Lines, State, Verdict};
use super::show::{Asked, Facts};
use super::{address, id_of};
use crate::actor::Actor;
use crate::app::{App, blocking};
use crate::auth;
use crate::error::{Error, Result};
use crate::web::lists::number;
use crate::web::{Fields, Form, Html, Page, flash, html, see_other};
use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use askama::Template;
use std::io::Write;
use tokio::sync::mpsc;

/// Rows a page.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "import/preview.html")]
struct Preview {
    page: Page,
    facts: Facts,
    rows: Lines,
    header: Vec<String>,
    only: Option<Verdict>,
}

pub(super) async fn preview(by: &Actor, page: Page, app: &App, facts: Facts, asked: &Asked) -> Result<Html> {
    let only = match asked.v.as_str() {
        "" => None,
        word => Some(Verdict::from_word(word).ok_or(Error::BadRequest("verdict"))?),
    };
    let place = match (asked.after, asked.before) {
        (Some(line), _) => import::Page::After(line),
        (None, Some(line)) => import::Page::Before(line),
        (None, None) => import::Page::Start,
    };
    let seen = facts.import.clone();
    let (rows, header) = app
        .look(by, move |l| {
            let lines = rows::lines(l, &seen, only, place, ROWS)?;
            Ok((lines, rows::header(l, &seen)?))
        })
        .await?;
    html(&Preview { page, facts, rows, header, only })
}

pub(super) async fn apply(
    by: auth::Import,
    app: web::Data<App>,
    id: web::Path<String>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id_of(&id)?;
    let version = fields.take("version").parse().map_err(|_| Error::BadRequest("version"))?;
    fields.finish()?;
    let (acting, house) = (by.0.clone(), app.get_ref().clone());
    blocking(move || import::begin_applying(&house, &acting, id, version)).await?;
    import::in_background(&app, &by, id, import::apply);
    Ok(see_other(&address(id)))
}

pub(super) async fn discard(
    by: auth::Import,
    page: Page,
    session: Session,
    app: web::Data<App>,
    id: web::Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Html> {
    let id = id_of(&id)?;
    fields.finish()?;
    let (acting, house) = (by.0.clone(), app.get_ref().clone());
    blocking(move || import::discard(&house, &acting, id)).await?;
    flash(&session, "good", page.t.msg_import_discarded())?;
    Ok(see_other("/imports"))
}

/// Pieces that wait for a slow reader.
const WAITING: usize = 4;

/// Passes bytes on to the browser, and waits when it is slow.
struct Pipe(mpsc::Sender<Bytes>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let sent = self.0.blocking_send(Bytes::copy_from_slice(bytes));
        sent.map(|()| bytes.len()).map_err(|_| std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(super) async fn rejected(
    by: auth::Import,
    page: Page,
    app: web::Data<App>,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let id = id_of(&id)?;
    let (seen, header) = app
        .look(&by, move |l| {
            let import = import::get(l, id)?;
            if !import.is_planned() || !import.is_readable(l.now) {
                return Err(Error::NotFound);
            }
            let header = rows::header(l, &import)?;
            Ok((import, header))
        })
        .await?;
    let (send, receive) = mpsc::channel(WAITING);
    let (house, acting, t) = (app.get_ref().clone(), by.0.clone(), page.t);
    let titles = [t.msg_import_rejected_line(), t.msg_import_rejected_reason()];
    // Behind a slow browser it may last, so it has a thread of its own; one that goes away ends it.
    let reading = std::thread::Builder::new().name("rejected rows".to_owned()).spawn(move || {
        let say = |line: &Line| rejection(t, line, &header);
        match import::write_rejected(&house, &acting, &seen, titles, say, Pipe(send.clone())) {
            Ok(_) => {
                // An empty piece says that it is whole; without it the stream is cut off, and the browser says so.
                let _ = send.blocking_send(Bytes::new());
            }
            Err(error) => tracing::info!(%error, import = id, "a download of rejected rows broke off"),
        }
    });
    reading.map_err(|_| Error::Busy)?;
    let stream = futures_util::stream::try_unfold(receive, |mut receive| async move {
        match receive.recv().await {
            Some(bytes) if bytes.is_empty() => Ok(None),
            Some(bytes) => Ok(Some((bytes, receive))),
            None => Err(Error::Busy),
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"import-{id}-rejected.csv\"")))
        .streaming(stream))
}

/// A figure at the top.
struct Tile {
    label: String,
    figure: String,
    href: String,
    note: String,
}

impl Line {
    /// The chip whose colour repeats the verdict.
    fn chip(&self) -> &'static str {
        match self.verdict {
            Verdict::Changes => "changed",
            other => other.word(),
        }
    }

    /// Whoever it was matched with; empty when nobody.
    fn href(&self) -> String {
        self.person.map(|id| format!("/people/{id}")).unwrap_or_default()
    }
}

impl Preview {
    fn title(&self) -> String {
        if self.is_applied() { self.facts.title(&self.page) } else { self.page.t.msg_import_preview() }
    }

    fn number(&self, n: i64) -> String {
        number(self.page.language(), n)
    }

    fn place(&self, line: &Line) -> String {
        self.number(line.line)
    }

    fn counts(&self) -> import::Counts {
        self.facts.import.counts.unwrap_or_default()
    }

    fn is_applied(&self) -> bool {
        self.facts.import.state == State::Applied
    }

    /// Are there rows of this verdict to look at? Once it is applied only of those that were rejected.
    fn is_kept(&self, verdict: Verdict) -> bool {
        !self.is_applied() || matches!(verdict, Verdict::Duplicate | Verdict::Blocked | Verdict::Invalid)
    }

    fn subtitle(&self) -> String {
        self.facts.rows(&self.page)
    }

    fn tiles(&self) -> Vec<Tile> {
        let (t, counts) = (self.page.t, self.counts());
        let mut tiles: Vec<Tile> = Verdict::ALL
            .iter()
            .map(|verdict| Tile {
                label: verdict_word(t, *verdict),
                figure: self.number(counts.of(*verdict)),
                href: if self.is_kept(*verdict) { format!("?v={}", verdict.word()) } else { String::new() },
                note: match verdict {
                    Verdict::Blocked if counts.blocked > 0 => t.msg_import_tile_blocked(),
                    Verdict::Invalid if counts.invalid > 0 => t.msg_import_tile_rejected(),
                    _ => String::new(),
                },
            })
            .collect();
        let mut more = |label: String, count: i64, note: String| {
            tiles.push(Tile { label, figure: self.number(count), href: String::new(), note });
        };
        if counts.companies > 0 {
            more(t.msg_import_tile_companies(), counts.companies, String::new());
        }
        if counts.consents + counts.undated > 0 {
            let undated = t.msg_import_tile_undated(self.number(counts.undated));
            more(
                t.msg_import_tile_consents(),
                counts.consents,
                if counts.undated > 0 { undated } else { String::new() },
            );
        }
        if counts.refusals > 0 {
            more(t.msg_import_tile_refusals(), counts.refusals, String::new());
        }
        tiles
    }

    /// Address, words, whether it is this one, and how many.
    fn tabs(&self) -> Vec<(String, String, bool, String)> {
        let (t, counts) = (self.page.t, self.counts());
        let count = if self.is_applied() { counts.rejected() } else { counts.all() };
        let all = ("?".to_owned(), t.msg_import_all(), self.only.is_none(), self.number(count));
        let kept = Verdict::ALL.iter().filter(|verdict| counts.of(**verdict) > 0 && self.is_kept(**verdict));
        let each = kept.map(|verdict| {
            let href = format!("?v={}", verdict.word());
            (href, verdict_word(t, *verdict), self.only == Some(*verdict), self.number(counts.of(*verdict)))
        });
        std::iter::once(all).chain(each).collect()
    }

    fn button(&self) -> String {
        let effective = self.counts().effective();
        self.page.t.msg_import_apply(i32::try_from(effective).unwrap_or(i32::MAX), self.number(effective))
    }

    fn may_apply(&self) -> bool {
        self.facts.import.may_be_applied()
    }

    fn verdict(&self, line: &Line) -> String {
        verdict_word(self.page.t, line.verdict)
    }

    /// Everything that is said of a row.
    fn what(&self, line: &Line) -> Vec<String> {
        let t = self.page.t;
        let change = |Change(part, old, new): &Change| {
            let what = part_word(t, *part);
            let (old, new) = (old.replace('\n', ", "), new.replace('\n', ", "));
            if old.is_empty() { t.msg_import_change_adds(what, new) } else { t.msg_import_change(what, old, new) }
        };
        line.changes.iter().map(change).chain(note_words(t, line, &self.header)).collect()
    }

    fn pager(&self) -> (String, String) {
        let lines = &self.rows.lines;
        let to = |name: &str, line: Option<&Line>| {
            let Some(line) = line else { return String::new() };
            let only = self.only.map(|verdict| format!("v={}&", verdict.word())).unwrap_or_default();
            format!("?{only}{name}={}", line.line)
        };
        let previous = lines.first().filter(|_| self.rows.before);
        let next = lines.last().filter(|_| self.rows.after);
        (to("before", previous), to("after", next))
    }

    fn span(&self) -> String {
        match (self.rows.lines.first(), self.rows.lines.last()) {
            (Some(first), Some(last)) => {
                self.page.t.msg_import_lines(format!("{}–{}", self.number(first.line), self.number(last.line)))
            }
            _ => String::new(),
        }
    }

    fn application(&self) -> String {
        format!("{}/application", address(self.facts.import.id))
    }
}
