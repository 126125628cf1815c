//! Who acts, and what each role may do: the table of design §2 as one Rust table (V8.1.1).
use std::net::IpAddr;
use std::sync::Arc;

/// Who does something. Every look and every write has one, and every deed names it.
#[derive(Clone, Debug)]
pub enum Actor {
    /// A signed-in member of staff, acting through a request.
    Staff(Arc<StaffActor>),
    /// The house itself: jobs, the index, sessions.
    House,
    /// Whoever has the rights of the program's own user on the host: the command line.
    Console,
    /// A visitor who has not signed in: owns nothing, may only try to.
    Visitor { from: Option<IpAddr> },
}

#[derive(Debug)]
pub struct StaffActor {
    pub id: i64,
    pub role: Role,
    pub from: Option<IpAddr>,
    /// Ties the deeds and the log lines of one request together.
    pub request: String,
}

impl Actor {
    pub fn staff_id(&self) -> Option<i64> {
        match self {
            Actor::Staff(staff) => Some(staff.id),
            _ => None,
        }
    }

    pub fn role(&self) -> Option<Role> {
        match self {
            Actor::Staff(staff) => Some(staff.role),
            _ => None,
        }
    }

    /// May this actor do that? The command line may do what the house's own user can do anyway with its files.
    pub fn may(&self, right: Right) -> bool {
        match self {
            Actor::Staff(staff) => right.roles().contains(&staff.role),
            Actor::House | Actor::Console => true,
            Actor::Visitor { .. } => false,
        }
    }
}

crate::db::values::words! {
    /// A staff member has exactly one.
    pub enum Role {
        Support = "support",
        Sales = "sales",
        Marketing = "marketing",
        Operations = "operations",
        Dpo = "dpo",
        Cio = "cio",
    }
}

/// The one table of rights. Each becomes a variant of [`Right`] and an extractor of the same name in `auth::rights`,
/// so that a handler says in its first parameter what it takes, and the service layer asks the same table.
#[macro_export]
macro_rules! the_rights {
    ($with:ident) => {
        $with! {
            /// Be signed in: one's own account, the home.
            BeStaff: Support Sales Marketing Operations Dpo Cio;
            /// Find and open a person's or a company's identity.
            FindPeople: Support Sales Marketing Dpo Cio;
            /// Add and edit people and companies, write notes and log calls.
            EditPeople: Support Sales;
            /// Put an identity right (Art. 16) without being in sales or support.
            RectifyPeople: Support Sales Dpo;
            /// See pseudonymised records and counts, never an identity.
            SeePseudonyms: Operations;
            /// See leads: stage, owner, next step.
            SeeLeads: Support Sales Marketing Dpo Cio;
            /// Move a lead, own it, convert it.
            WorkLeads: Sales;
            /// See contracts.
            SeeContracts: Support Sales Marketing Dpo Cio;
            /// Add and end contracts.
            EditContracts: Sales;
            /// Bring people in from a file.
            Import: Sales Marketing;
            /// See what was brought in.
            SeeImports: Sales Marketing Dpo Cio;
            /// Record a consent, with its source.
            GiveConsent: Support Sales Marketing Dpo;
            /// Decide on which grounds the house writes, purpose by purpose.
            DecideGrounds: Dpo;
            /// Record a withdrawal or an objection.
            RefuseConsent: Support Sales Marketing Dpo;
            /// See assistance requests.
            SeeAssistance: Support Sales Dpo Cio;
            /// Open, answer and close assistance requests.
            WorkAssistance: Support;
            /// See that bank accounts exist, masked.
            SeeAccounts: Support Sales Dpo;
            /// See a bank account whole, with a reason that is kept.
            RevealAccounts: Support Dpo;
            /// Add and remove bank accounts.
            EditAccounts: Sales;
            /// Export newsletter lists, any purpose.
            Export: Marketing;
            /// Export one's own leads, business purpose only.
            ExportOwnLeads: Sales;
            /// Make a list and take it out at all: what may be on it, the two rights above say.
            MakeExports: Sales Marketing;
            /// See which exports were made.
            SeeExports: Sales Marketing Dpo Cio;
            /// See notices, forms, and what came in for one's own desk.
            SeeForms: Support Sales Marketing Dpo Cio;
            /// Write notices and forms, as drafts.
            DraftForms: Marketing;
            /// Publish notices and forms, and take forms off the website.
            PublishForms: Dpo;
            /// See until when whom we hold: forecasts, holds, what the job did.
            SeeRetention: Dpo Cio;
            /// Sign a forecast of deletions, place a hold and end one.
            DecideRetention: Dpo;
            /// Say that the clock of the house is right, after it has jumped.
            ConfirmClock: Cio;
            /// Record that somebody asks for a right over their data (Art. 15 to 21).
            ForwardRequests: Support Sales Marketing Dpo;
            /// Follow the privacy requests that one recorded.
            FollowRequests: Support Sales Marketing Dpo Cio;
            /// See all privacy requests.
            SeeRequests: Dpo Cio;
            /// Identify, find, decide, carry out and answer.
            WorkRequests: Dpo;
            /// Approve what touches a customer or more than one person.
            ApproveRequests: Cio;
            /// Restrict the processing of somebody's data (Art. 18), and lift that; see those who are restricted.
            RestrictPeople: Dpo;
            /// See what is held of somebody, and what was erased.
            SeeErasures: Dpo Cio;
            /// Order an erasure, and stop it while that can be.
            OrderErasure: Dpo;
            /// Read the whole audit log.
            ReadAudit: Dpo Cio;
            /// Read one's own deeds.
            ReadOwnAudit: Support Sales Marketing;
            /// Read the audit log without persons.
            ReadAnonymousAudit: Operations;
            /// Invite staff, change their role, disable, reset; end their sessions.
            ManageStaff: Cio;
            /// See colleagues, and decide what a second person must: lost factors, accounts of the Dpo.
            DecideStaff: Dpo Cio;
            /// See who may connect and what was refused.
            SeeNetworks: Dpo Cio;
            /// Change who may connect.
            ManageNetworks: Cio;
            /// See recent sign-ins, failures and slow-downs.
            SeeSecurity: Dpo Cio;
            /// See the register: processing activities, suppliers, breaches, who holds the roles.
            SeeRegister: Dpo Cio;
            /// Keep the sites, suppliers and recipients and their certificates.
            KeepParties: Dpo Cio;
            /// Say who we are, keep breaches, and take the inspector's pack out.
            KeepRegister: Dpo;
        }
    };
}

macro_rules! rights_enum {
    ($($(#[$doc:meta])* $right:ident: $($role:ident)+;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Right { $($(#[$doc])* $right,)+ }

        impl Right {
            pub const ALL: &'static [Right] = &[$(Right::$right,)+];

            pub fn roles(self) -> &'static [Role] {
                match self { $(Right::$right => &[$(Role::$role,)+],)+ }
            }
        }
    };
}
the_rights!(rights_enum);
