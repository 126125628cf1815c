//! The words of privacy requests.
use super::{Claim, Disposal, Ground, LetterKind, Means, Outcome, RestrictionAct, Step, Way, Why};
use crate::words::Words;

impl Claim {
    pub fn label(self, t: &Words) -> String {
        match self {
            Claim::Access => t.msg_requests_claim_access(),
            Claim::Rectification => t.msg_requests_claim_rectification(),
            Claim::Erasure => t.msg_requests_claim_erasure(),
            Claim::Restriction => t.msg_requests_claim_restriction(),
            Claim::Portability => t.msg_requests_claim_portability(),
            Claim::Objection => t.msg_requests_claim_objection(),
        }
    }

    /// What carrying it out means.
    pub fn does(self, t: &Words) -> String {
        match self {
            Claim::Access => t.msg_requests_does_access(),
            Claim::Rectification => t.msg_requests_does_rectification(),
            Claim::Erasure => t.msg_requests_does_erasure(),
            Claim::Restriction => t.msg_requests_does_restriction(),
            Claim::Portability => t.msg_requests_does_portability(),
            Claim::Objection => t.msg_requests_does_objection(),
        }
    }
}

impl Way {
    pub fn label(self, t: &Words) -> String {
        match self {
            Way::Form => t.msg_requests_way_form(),
            Way::Telephone => t.msg_requests_way_telephone(),
            Way::Letter => t.msg_requests_way_letter(),
            Way::Email => t.msg_requests_way_email(),
            Way::InPerson => t.msg_requests_way_in_person(),
        }
    }
}

impl Outcome {
    pub fn label(self, t: &Words) -> String {
        match self {
            Outcome::Done => t.msg_requests_outcome_done(),
            Outcome::Refused => t.msg_requests_outcome_refused(),
        }
    }
}

impl Means {
    pub fn label(self, t: &Words) -> String {
        match self {
            Means::Code => t.msg_requests_means_code(),
            Means::Known => t.msg_requests_means_known(),
        }
    }
}

impl Disposal {
    pub fn label(self, t: &Words) -> String {
        match self {
            Disposal::Erase => t.msg_requests_disposal_erase(),
            Disposal::Keep => t.msg_requests_disposal_keep(),
            Disposal::Restrict => t.msg_requests_disposal_restrict(),
        }
    }
}

impl Ground {
    pub fn label(self, t: &Words) -> String {
        match self {
            Ground::Contract => t.msg_requests_ground_contract(),
            Ground::Duty => t.msg_requests_ground_duty(),
            Ground::Claims => t.msg_requests_ground_claims(),
        }
    }

    /// As a letter says it.
    pub fn sentence(self, t: &Words) -> String {
        match self {
            Ground::Contract => t.msg_requests_because_contract(),
            Ground::Duty => t.msg_requests_because_duty(),
            Ground::Claims => t.msg_requests_because_claims(),
        }
    }
}

impl Why {
    pub fn label(self, t: &Words) -> String {
        match self {
            Why::Unfounded => t.msg_requests_why_unfounded(),
            Why::Unidentified => t.msg_requests_why_unidentified(),
            Why::Exception => t.msg_requests_why_exception(),
            Why::Others => t.msg_requests_why_others(),
        }
    }

    /// As a letter says it.
    pub fn sentence(self, t: &Words) -> String {
        match self {
            Why::Unfounded => t.msg_requests_refused_unfounded(),
            Why::Unidentified => t.msg_requests_refused_unidentified(),
            Why::Exception => t.msg_requests_refused_exception(),
            Why::Others => t.msg_requests_refused_others(),
        }
    }
}

impl LetterKind {
    pub fn label(self, t: &Words) -> String {
        match self {
            LetterKind::Identity => t.msg_requests_letter_of_identity(),
            LetterKind::Extension => t.msg_requests_letter_of_extension(),
            LetterKind::Refusal => t.msg_requests_letter_of_refusal(),
            LetterKind::Answer => t.msg_requests_letter_of_answer(),
        }
    }
}

impl RestrictionAct {
    pub fn label(self, t: &Words) -> String {
        match self {
            RestrictionAct::Restricted => t.msg_requests_restriction_set(),
            RestrictionAct::Lifted => t.msg_requests_restriction_lifted(),
        }
    }
}

impl Step {
    pub fn label(self, t: &Words) -> String {
        match self {
            Step::Identify => t.msg_requests_step_identify(),
            Step::Find => t.msg_requests_step_find(),
            Step::Decide => t.msg_requests_step_decide(),
            Step::Approve => t.msg_requests_step_approve(),
            Step::Act => t.msg_requests_step_act(),
            Step::Answered => t.msg_requests_step_answered(),
        }
    }
}
