//! What other programs call their columns, in French and English.
//!
//! Names are compared without accents, blanks, punctuation and case, so that `First Name`, `first_name` and
//! `FirstName` are one. The programs meant are Dolibarr, EspoCRM, SuiteCRM, Odoo, HubSpot, Salesforce, Brevo,
//! Mailchimp, Outlook and Google Contacts, and what people type themselves.

use unicode_normalization::UnicodeNormalization;

use super::Column;
use super::Column::*;

/// What a name of a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The first of these that is still free.
    OneOf(&'static [Column]),
    /// `Title`: a form of address in Outlook, a position in Salesforce.
    Title,
    /// `Nom`: a family name beside a given name, else a whole one.
    Name,
}

/// Letters and digits only, without accents, in lower case.
pub(super) fn fold(name: &str) -> String {
    name.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Looks a folded name up.
pub(super) fn meaning(folded: &str) -> Option<Meaning> {
    match folded {
        "title" | "titre" => return Some(Meaning::Title),
        "nom" | "nomcontact" | "nomducontact" => return Some(Meaning::Name),
        _ => {}
    }
    // Some thirty rows of some ten words, looked through once a column of a file.
    NAMES
        .iter()
        .find(|(_, names)| names.split_whitespace().any(|name| name == folded))
        .map(|(columns, _)| Meaning::OneOf(columns))
}

/// Names that say the same as a weaker one beside them, and are heard first: a code is a better country than a word.
pub(super) fn is_strong(folded: &str) -> bool {
    matches!(folded, "codepays" | "countrycode" | "countryiso" | "externalid" | "idexterne")
}

pub(super) static NAMES: &[(&[Column], &str)] = &[
    (
        &[ExternalId],
        "id identifiant identifiantcontact idcontact contactid externalid idexterne extid recordid iddenregistrement \
         iddelenregistrement numerocontact rowid vid leadid ref reference",
    ),
    (
        &[Civility],
        "civilite codecivilite civ salutation civility nameprefix prefix prefixe titredecivilite formuledepolitesse",
    ),
    (&[GivenName], "prenom prenoms firstname givenname fname forename prenomcontact prenomducontact contactfirstname"),
    (&[FamilyName], "nomdefamille lastname familyname surname lname contactlastname nomusuel"),
    (
        &[FullName],
        "name fullname nomcomplet displayname nomaffiche contactname contact nometprenom nomprenom prenomnom prenometnom",
    ),
    (
        &[JobTitle],
        "jobtitle poste fonction postefonction fonctionposte posteoccupe jobposition position function organizationtitle \
         organization1title accounttitle intituleduposte intituledeposte intituleposte titreduposte metier",
    ),
    (
        &[Email, Email2],
        "email emails mail mel courriel emailaddress adresseemail adressemail adressecourriel adresseelectronique \
         adressedemessagerie emailprincipal email1 email1value email1address emailaddress1 emailpro \
         emailprofessionnel workemail businessemail primaryemail emailcontact contactemail emailducontact \
         adresseemailpro",
    ),
    (
        &[Email2],
        "email2 email2value email2address adressedemessagerie2 emailsecondaire secondaryemail otheremail otheremailaddress \
         autreemail alternateemail emailpersonnel emailperso personalemail emailaddress2",
    ),
    (
        &[Phone, Phone2],
        "telephone telephones tel phone phones phonenumber telephonefixe telfixe fixe businessphone telephonebureau telbureau \
         workphone officephone phonework phoneoffice phonenumberoffice telephoneprofessionnel telephonepro telpro phone1 \
         phone1value telephone1 tel1 landlinenumber numerodetelephone numerotelephone telephonedirect lignedirecte \
         directphone primaryphone telephoneprincipal telephonecontact contactphone",
    ),
    (
        &[Phone2],
        "phone2 phone2value businessphone2 telephone2bureau telephone2 tel2 otherphone phoneother phonenumberother \
         autretelephone telephoneautre homephone phonehome phonenumberhome telephonedomicile telephonemaison \
         teldomicile telephonepersonnel telephoneperso",
    ),
    (
        &[Mobile],
        "mobile mobiles mobilephone mobilenumber phonemobile phonenumbermobile telmobile telephonemobile mobiletelephone \
         portable telephoneportable telportable gsm cell cellphone cellulaire sms mobilephonenumber numerodemobile \
         numerodetelephonemobile numerodetelephoneportable",
    ),
    (
        &[Fax],
        "fax faxnumber telecopie telecopieur businessfax telecopiebureau phonefax phonenumberfax workfax numerodefax \
         numerofax numerodetelecopie",
    ),
    (
        &[Company],
        "societe company companyname raisonsociale entreprise account accountname organization organisation \
         organizationname organization1name nomdelasociete nomsociete nomdelentreprise nomdentreprise nomentreprise \
         societeliee relatedcompany parentname parentidname parentid associatedcompany entrepriseassociee nomducompte \
         compte tiers nomdutiers employeur structure etablissement commercialcompanyname",
    ),
    (
        &[CompanyExternalId],
        "identifiantsociete idsociete companyid accountid idtiers identifianttiers associatedcompanyid \
         associatedcompanyids codeclient",
    ),
    (
        &[CompanyPhone],
        "companyphone accountphone telephonesociete telsociete telephoneentreprise companymainphone standard \
         telephonestandard",
    ),
    (&[CompanyEmail], "companyemail accountemail emailsociete emailentreprise mailsociete emaildelasociete"),
    (
        &[Street],
        "adresse address street rue voie streetaddress adressepostale rueetnumero addressline1 adresseligne1 adresse1 \
         address1 addressstreet address1street businessstreet ruebureau mailingstreet mailingaddress primaryaddressstreet",
    ),
    (&[CompanyStreet], "adressesociete companyaddress companystreet billingstreet billingaddressstreet accountaddress"),
    (
        &[PostCode],
        "codepostal cp zip zipcode postalcode postcode addresspostalcode address1postalcode businesspostalcode \
         codepostalbureau mailingpostalcode mailingzip mailingzippostalcode primaryaddresspostalcode \
         primaryaddresspostalcodezip",
    ),
    (&[CompanyPostCode], "codepostalsociete companypostalcode companyzip billingpostalcode billingaddresspostalcode"),
    (
        &[Town],
        "ville city town commune localite addresscity address1city businesscity villebureau mailingcity primaryaddresscity",
    ),
    (&[CompanyTown], "villesociete companycity billingcity billingaddresscity"),
    (
        &[Country],
        "pays codepays country countrycode countryiso countryregion paysregion addresscountry address1country \
         businesscountry businesscountryregion paysbureau paysregionbureau mailingcountry primaryaddresscountry",
    ),
    (&[CompanyCountry], "payssociete companycountry billingcountry billingaddresscountry"),
    (&[Language], "langue language lang preferredlanguage languepreferee locale"),
    (
        &[Note],
        "note notes noteprivee notepublique commentaire commentaires comment comments description remarque remarques \
         observation observations memo",
    ),
    (
        &[CreatedOn],
        "datecreation datedecreation createdon createdat created createddate createdate datecreated dateentered creele \
         creationdate addedtime dateajout datedajout dateadded",
    ),
    (
        &[OptIn],
        "optin newsletter newsletters abonne abonnenewsletter abonnementnewsletter inscritnewsletter \
         inscriptionnewsletter lettredinformation infolettre subscribed emailoptin optinemail optinnewsletter \
         newsletteroptin doubleoptin consentement consent acceptenewsletter acceptsmarketing marketingoptin \
         optinmarketing emailmarketingconsent accordrgpd",
    ),
    (
        &[OptInDate],
        "optintime optindate dateoptin confirmtime dateconsentement datedeconsentement datedoptin dateinscription \
         datedinscription dateabonnement datedabonnement consentdate subscribedon subscribedat doubleoptindate",
    ),
    (
        &[OptOut],
        "optout optedout emailoptout emailoptedout optoutemail hasoptedoutofemail unsubscribed unsubscribedfromallemail \
         emailaddressisoptedout desabonne desinscrit desinscritdetouslesemails desabonnedetouslesemails \
         blacklist blacklisted isblacklisted emailblacklisted listenoire blocklisted emailblocklisted nobulkemail \
         donotemail donotbulkemail nepascontacter refuslesemailsdemasse refuselesemailsdemasse refusmailing \
         pasdemailing exclusdesmailings",
    ),
    (&[DoNotCall], "donotcall donotphone nepasappeler nepastelephoner bloctel phoneoptout"),
    (
        &[Source],
        "source sources origine provenance leadsource originalsource sourcedorigine sourceoriginale optinsource \
         sourceduconsentement canaldacquisition sourceduprospect",
    ),
    (
        &[Ignore],
        "etat statut status prive client fournisseur codecomptable codecomptablefournisseur typedutiers \
         datededernieremodification datemodification modifiedat modifiedon modifiedby modifiedtime createdby \
         datemodified lastmodifieddate lastchanged creepar modifiepar responsable assigneduser assignedto \
         utilisateurassigne contactowner accountowner owner ownerid proprietaireducontact teams equipes departement \
         department service departementcanton region stateregion state suffix suffixe nickname surnom middlename \
         deuxiemeprenom additionalname birthday anniversaire birthdate website siteweb webpage pageweb photo labels \
         categories categorie tags fileas siren siret tva numerotva vat leid euid memberrating optinip confirmip \
         latitude longitude gmtoff dstoff timezone cc whatsapp telex pager isdn rnis assistantsphone \
         assistantphone telephonedelassistante rappel callback carphone telephonevoiture homefax telecopiedomicile \
         otherfax telecopieautre email1label email2label phone1label phone2label email1type email2type phone1type \
         phone2type emailtype emaildisplayname typedemessagerie nomcompletdeladressedemessagerie \
         initials initiales gender sexe priority priorite unsubscribelink unsubscribeurl liendedesinscription \
         listunsubscribe",
    ),
];
