//! Pages of networks: what is in force, asking for a change, its preview, and the trial.
mod change;
mod overview;
mod trial;

use super::{Change, Fault, Standing};
use crate::actor::Role;
use crate::auth::visit::role_word;
use crate::error::{Error, Result};
use crate::gate::{Client, Connection, Kind};
use crate::words::Words;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/networks").get(overview::show))
        .service(web::resource("/networks/new").get(change::new))
        .service(web::resource("/networks/limits").get(change::limits))
        .service(web::resource("/networks/preview").post(change::preview))
        .service(web::resource("/networks/trial").get(trial::show).post(trial::begin))
        .service(web::resource("/networks/trial/confirmation").post(trial::confirm))
        .service(web::resource("/networks/trial/removal").post(trial::take_back))
        .service(web::resource("/networks/{id:[0-9]+}/removal").get(change::removal));
}

fn client(request: &HttpRequest) -> Result<Client> {
    request.extensions().get::<Client>().copied().ok_or_else(|| Error::internal("a request without a client"))
}

/// Ends the connection with this answer, so that the browser opens another for what follows.
fn afresh(request: &HttpRequest, mut answer: HttpResponse) -> HttpResponse {
    if let Some(connection) = request.conn_data::<Connection>() {
        connection.close_soon();
    }
    answer.head_mut().set_connection_type(actix_http::ConnectionType::Close);
    answer
}

fn kind_word(t: &Words, kind: Kind) -> String {
    match kind {
        Kind::Office => t.msg_networks_kind_office(),
        Kind::Vpn => t.msg_networks_kind_vpn(),
    }
}

/// From where a role works.
fn from_word(t: &Words, kinds: &[Kind]) -> String {
    match kinds {
        [Kind::Office] => t.msg_networks_from_office(),
        [Kind::Vpn] => t.msg_networks_from_vpn(),
        _ => t.msg_networks_from_all(),
    }
}

/// What a change is, in a sentence. `before` is what it changes.
fn change_words(t: &Words, before: &Standing, change: &Change) -> String {
    match change {
        Change::Allow { range, kind, label, .. } => {
            let (range, kind) = (range.to_string(), kind_word(t, *kind));
            if before.networks.iter().any(|network| network.range.to_string() == range) {
                t.msg_networks_change_describe(range, label, kind)
            } else {
                t.msg_networks_change_allow(range, label, kind)
            }
        }
        Change::Remove { network } => {
            let there = before.networks.iter().find(|known| known.id == *network);
            let (range, label) = there.map(|n| (n.range.to_string(), n.label.clone())).unwrap_or_default();
            t.msg_networks_change_remove(range, label)
        }
        Change::Limit { role, kinds } => t.msg_networks_change_limit(role_word(*role, t), from_word(t, kinds)),
    }
}

fn fault_word(t: &Words, fault: Fault) -> String {
    match fault {
        Fault::LabelLength => t.msg_networks_fault_label(),
        Fault::WhyLength => t.msg_networks_fault_why(),
        Fault::Same => t.msg_networks_fault_same(),
        Fault::Everybody => t.msg_networks_fault_everybody(),
        Fault::Nobody => t.msg_networks_fault_nobody(),
        Fault::Nowhere(role) => t.msg_networks_fault_nowhere(role_word(role, t)),
        Fault::Oneself => t.msg_networks_fault_oneself(),
    }
}

/// The roles, for a list to choose from.
fn roles(t: &Words) -> Vec<(Role, String)> {
    Role::ALL.iter().map(|role| (*role, role_word(*role, t))).collect()
}
