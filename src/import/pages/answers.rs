//! The questions before a plan: how the file was read, what its columns are, where the people come from, what proves
//! their consents.
use super::super::columns::Column;
use super::super::spoken::{column_word, header_name, wrong_word};
use super::super::{
    self as import, Answers, CHANNELS, Channel, DELIMITERS, ENCODINGS, OFFERED, OptIn, Purpose, Sample, of_word,
    word_of,
};
use super::show::Facts;
use super::{address, id_of};
use crate::actor::{Actor, Right};
use crate::app::{App, blocking};
use crate::auth;
use crate::error::{Error, Result};
use crate::people::pages::{ground_word, origin_word};
use crate::people::{Ground, Origin};
use crate::sheet::{Delimiter, Encoding, Format};
use crate::web::faults;
use crate::web::page::again;
use crate::web::{Choice, Errors, Fields, Form, Html, Page, html, see_other};
use crate::words::{Lang, Words};
use actix_web::web;
use askama::Template;

/// How much of a cell is shown: enough to know what it is.
const GLIMPSE: usize = 40;
/// How many rows are shown of each column.
const ROWS: usize = 3;

#[derive(Template)]
#[template(path = "import/answers.html")]
struct Questions {
    page: Page,
    facts: Facts,
    sample: Sample,
    typed: Typed,
    errors: Errors,
}

/// What stands in the form.
#[derive(Default)]
struct Typed {
    columns: Vec<Column>,
    origin: String,
    origin_note: String,
    ground: String,
    lang: String,
    leads: bool,
    purposes: Vec<Purpose>,
    channel: String,
    proof: String,
    proof_date: String,
}

impl Typed {
    /// What was answered before, or what is likely.
    fn of(facts: &Facts, sample: &Sample) -> Self {
        let Some(answers) = &facts.import.answers else {
            return Typed {
                columns: sample.guess.clone(),
                lang: Lang::Fr.word().to_owned(),
                purposes: vec![Purpose::Newsletter],
                channel: Channel::Email.word().to_owned(),
                ..Typed::default()
            };
        };
        let opt_in = answers.opt_in.as_ref();
        Typed {
            columns: if answers.columns.len() == sample.guess.len() { &answers.columns } else { &sample.guess }.clone(),
            origin: answers.origin.word().to_owned(),
            origin_note: answers.origin_note.clone(),
            ground: answers.ground.word().to_owned(),
            lang: answers.lang.word().to_owned(),
            leads: answers.leads,
            purposes: opt_in.map_or_else(|| vec![Purpose::Newsletter], |opt_in| opt_in.purposes.clone()),
            channel: opt_in.map_or(Channel::Email, |opt_in| opt_in.channel).word().to_owned(),
            proof: opt_in.map(|opt_in| opt_in.proof.clone()).unwrap_or_default(),
            proof_date: opt_in.and_then(|opt_in| opt_in.on).map(|on| on.to_string()).unwrap_or_default(),
        }
    }

    fn take(fields: &mut Fields, width: usize) -> Result<Self> {
        let mut columns = Vec::with_capacity(width);
        for at in 0..width {
            let word = fields.take(&format!("column_{at}"));
            columns.push(Column::from_word(&word).ok_or(Error::BadRequest("a column that there is not"))?);
        }
        let purposes = Purpose::ALL.iter().filter(|purpose| fields.take(&purpose_field(**purpose)) == "yes");
        Ok(Typed {
            columns,
            purposes: purposes.copied().collect(),
            origin: fields.take("origin"),
            origin_note: fields.take("origin_note"),
            ground: fields.take("ground"),
            lang: fields.take("lang"),
            leads: fields.take("leads") == "yes",
            channel: fields.take("channel"),
            proof: fields.take("proof"),
            proof_date: fields.take("proof_date"),
        })
    }

    fn parse(&self, t: &Words, errors: &mut Errors) -> Option<Answers> {
        let (origin, ground) = (Origin::from_word(&self.origin), Ground::from_word(&self.ground));
        let lang = Lang::from_word(&self.lang);
        for (field, is_there) in [("origin", origin.is_some()), ("ground", ground.is_some()), ("lang", lang.is_some())]
        {
            if !is_there {
                errors.add(field, t.msg_fault_choose());
            }
        }
        let on = match self.proof_date.as_str() {
            "" => None,
            date => {
                let on = import::columns::date(date).map(|moment| moment.date());
                if on.is_none() {
                    errors.add("proof_date", t.msg_fault_date());
                }
                on
            }
        };
        let opts_in = import::say_yes(&self.columns);
        let channel = Channel::from_word(&self.channel).filter(|channel| CHANNELS.contains(channel));
        if opts_in && channel.is_none() {
            errors.add("channel", t.msg_fault_choose());
        }
        if !errors.is_empty() {
            return None;
        }
        let channel = channel.unwrap_or(Channel::Email);
        let opt_in = OptIn { purposes: self.purposes.clone(), channel, proof: self.proof.clone(), on };
        Some(Answers {
            columns: self.columns.clone(),
            origin: origin?,
            origin_note: self.origin_note.clone(),
            ground: ground?,
            lang: lang?,
            leads: self.leads,
            opt_in: opts_in.then_some(opt_in),
        })
    }
}

fn purpose_field(purpose: Purpose) -> String {
    format!("purpose_{}", purpose.word())
}

async fn sample(by: &Actor, app: &App, facts: &Facts) -> Result<Sample> {
    let import = facts.import.clone();
    app.look(by, move |l| import::sample(l, &import)).await
}

pub(super) async fn ask(by: &Actor, page: Page, app: &App, facts: Facts) -> Result<Html> {
    let sample = sample(by, app, &facts).await?;
    let typed = Typed::of(&facts, &sample);
    html(&Questions { page, facts, sample, typed, errors: Errors::default() })
}

async fn facts(by: &Actor, app: &App, id: i64) -> Result<Facts> {
    let import = app.look(by, move |l| import::get(l, id)).await?;
    Ok(Facts { import, by: String::new() })
}

/// The file is what whoever imports it says it is.
pub(super) async fn reread(
    by: auth::Import,
    page: Page,
    app: web::Data<App>,
    id: web::Path<String>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id_of(&id)?;
    let encoding = of_word(ENCODINGS, &fields.take("encoding")).ok_or(Error::BadRequest("encoding"))?;
    let delimiter = of_word(DELIMITERS, &fields.take("delimiter")).ok_or(Error::BadRequest("delimiter"))?;
    let header = fields.take("header") == "yes";
    fields.finish()?;
    let (acting, house) = (by.0.clone(), app.get_ref().clone());
    let format = Format { encoding, delimiter, header };
    match blocking(move || import::reread(&house, &acting, id, format)).await? {
        Ok(()) => Ok(see_other(&address(id))),
        Err(refusal) => {
            let facts = facts(&by, &app, id).await?;
            let sample = sample(&by, &app, &facts).await?;
            let mut errors = Errors::default();
            errors.add("encoding", faults::file(page.t, refusal));
            let typed = Typed::of(&facts, &sample);
            again(&Questions { page, facts, sample, typed, errors })
        }
    }
}

/// Answers in, and the work begins.
pub(super) async fn plan(
    by: auth::Import,
    page: Page,
    app: web::Data<App>,
    id: web::Path<String>,
    Form(mut fields): Form<Fields>,
) -> Result<Html> {
    let id = id_of(&id)?;
    let facts = facts(&by, &app, id).await?;
    let sample = sample(&by, &app, &facts).await?;
    let version = fields.take("version").parse().map_err(|_| Error::BadRequest("version"))?;
    let typed = Typed::take(&mut fields, sample.guess.len())?;
    fields.finish()?;
    let mut errors = Errors::default();
    if let Some(answers) = typed.parse(page.t, &mut errors) {
        let (acting, house) = (by.0.clone(), app.get_ref().clone());
        let complaints = blocking(move || import::begin_planning(&house, &acting, id, version, &answers)).await?;
        if complaints.is_empty() {
            import::in_background(&app, &by, id, import::plan);
            return Ok(see_other(&address(id)));
        }
        for complaint in complaints {
            errors.add(&complaint.field, wrong_word(page.t, complaint.wrong));
        }
    }
    again(&Questions { page, facts, sample, typed, errors })
}

/// One column of the file, as the form shows it.
struct Line {
    field: String,
    name: String,
    examples: String,
    chosen: &'static str,
    error: String,
}

impl Questions {
    fn title(&self) -> String {
        self.facts.title(&self.page)
    }

    /// Columns with something in them or to take over, or those with neither.
    fn lines(&self, empty: bool) -> Vec<Line> {
        let lines = self.typed.columns.iter().enumerate().map(|(at, column)| {
            let field = format!("column_{at}");
            let cells = self.sample.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
            let examples: Vec<String> = cells
                .filter(|cell| !cell.is_empty())
                .take(ROWS)
                .map(|cell| {
                    if cell.chars().count() > GLIMPSE {
                        cell.chars().take(GLIMPSE).chain(['…']).collect()
                    } else {
                        cell.to_owned()
                    }
                })
                .collect();
            Line {
                name: header_name(self.page.t, &self.sample.header, at),
                examples: examples.join(" · "),
                chosen: column.word(),
                error: self.errors.of(&field).to_owned(),
                field,
            }
        });
        let is_empty =
            |line: &Line| line.examples.is_empty() && line.error.is_empty() && line.chosen == Column::Ignore.word();
        lines.filter(|line| is_empty(line) == empty).collect()
    }

    fn empty_columns(&self, count: usize) -> String {
        self.page.t.msg_import_columns_empty(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// What was recognised, in a line.
    fn reading(&self) -> String {
        let of = |choices: Vec<Choice>, value: &str| {
            choices.into_iter().find(|choice| choice.value == value).map(|choice| choice.label).unwrap_or_default()
        };
        let header = format!("{} {}", self.page.t.msg_import_header(), of(self.headers(), self.header()));
        [of(self.encodings(), self.encoding()), of(self.delimiters(), self.delimiter()), header].join(" · ")
    }

    fn offered(&self) -> Vec<(&'static str, String)> {
        OFFERED.iter().map(|column| (column.word(), column_word(self.page.t, *column))).collect()
    }

    fn encodings(&self) -> Vec<Choice> {
        let t = self.page.t;
        let word = |encoding| match encoding {
            Encoding::Ascii => t.msg_import_encoding_ascii(),
            Encoding::Utf8 => "UTF-8".to_owned(),
            Encoding::Windows1252 => t.msg_import_encoding_windows(),
            Encoding::Utf16Le => t.msg_import_encoding_utf16le(),
            Encoding::Utf16Be => t.msg_import_encoding_utf16be(),
        };
        ENCODINGS.iter().map(|(value, encoding)| Choice::new(*value, word(*encoding))).collect()
    }

    fn encoding(&self) -> &'static str {
        word_of(ENCODINGS, self.facts.import.format.encoding)
    }

    fn delimiters(&self) -> Vec<Choice> {
        let t = self.page.t;
        let word = |delimiter| match delimiter {
            Delimiter::Semicolon => t.msg_import_delimiter_semicolon(),
            Delimiter::Comma => t.msg_import_delimiter_comma(),
            Delimiter::Tab => t.msg_import_delimiter_tab(),
            Delimiter::Pipe => t.msg_import_delimiter_pipe(),
        };
        DELIMITERS.iter().map(|(value, delimiter)| Choice::new(*value, word(*delimiter))).collect()
    }

    fn delimiter(&self) -> &'static str {
        word_of(DELIMITERS, self.facts.import.format.delimiter)
    }

    fn headers(&self) -> Vec<Choice> {
        let t = self.page.t;
        vec![Choice::new("yes", t.msg_import_header_yes()), Choice::new("no", t.msg_import_header_no())]
    }

    fn header(&self) -> &'static str {
        if self.facts.import.format.header { "yes" } else { "no" }
    }

    fn origins(&self) -> Vec<Choice> {
        Origin::ALL.iter().map(|origin| Choice::new(origin.word(), origin_word(self.page.t, *origin))).collect()
    }

    fn grounds(&self) -> Vec<Choice> {
        Ground::ALL.iter().map(|ground| Choice::new(ground.word(), ground_word(self.page.t, *ground))).collect()
    }

    fn langs(&self) -> Vec<Choice> {
        let t = self.page.t;
        vec![Choice::new("fr", t.msg_import_language_fr()), Choice::new("en", t.msg_import_language_en())]
    }

    fn may_make_leads(&self) -> bool {
        self.page.may(Right::WorkLeads)
    }

    /// Asked when a column says that somebody opted in.
    fn asks_for_proof(&self) -> bool {
        import::say_yes(&self.typed.columns)
    }

    fn purposes(&self) -> Vec<(String, String, bool)> {
        let purposes = Purpose::ALL.iter();
        purposes
            .map(|purpose| (purpose_field(*purpose), purpose.label(self.page.t), self.typed.purposes.contains(purpose)))
            .collect()
    }

    fn channels(&self) -> Vec<Choice> {
        CHANNELS.iter().map(|channel| Choice::new(channel.word(), channel.label(self.page.t))).collect()
    }

    /// Of the whole mapping, not of one column.
    fn mapping_error(&self) -> &str {
        self.errors.of("columns")
    }

    fn earlier(&self) -> String {
        let earlier = self.facts.import.earlier;
        earlier.map(|id| self.page.t.msg_import_earlier(id.to_string())).unwrap_or_default()
    }
}
