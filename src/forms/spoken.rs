//! The words beside a box, which a consent keeps.
use crate::consent::Purpose;
use crate::words::Words;

/// What somebody agrees to who ticks the box of this purpose.
pub fn wording(t: &Words, purpose: Purpose, company: &str) -> String {
    match purpose {
        Purpose::Newsletter => t.msg_forms_agree_newsletter(company),
        Purpose::Promotion => t.msg_forms_agree_promotion(company),
        Purpose::Information => t.msg_forms_agree_information(company),
        Purpose::Business => t.msg_forms_agree_business(company),
    }
}
