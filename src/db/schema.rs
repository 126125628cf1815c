//! The tables as Diesel sees them, for both databases; a test holds them against what the migrations made.
//! `shown_people` and `shown_companies` are views: what an import is still bringing in is not in them.

diesel::table! {
    house (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    changes (seq) {
        seq -> BigInt,
        at -> Timestamp,
        kind -> Text,
        subject -> Nullable<BigInt>,
        batch -> Nullable<Text>,
    }
}

diesel::table! {
    staff (id) {
        id -> BigInt,
        user_name -> Binary,
        user_name_blind -> Binary,
        display_name -> Binary,
        role -> Text,
        language -> Text,
        state -> Text,
        password_hash -> Nullable<Text>,
        totp_seed -> Nullable<Binary>,
        totp_step -> BigInt,
        code_hash -> Nullable<Binary>,
        code_expires -> Nullable<Timestamp>,
        added_at -> Timestamp,
        added_by -> Nullable<BigInt>,
        signed_in_at -> Nullable<Timestamp>,
        version -> BigInt,
        failures -> Integer,
        signed_in_from -> Nullable<Text>,
        told_deed -> BigInt,
        totp_seed_next -> Nullable<Binary>,
    }
}

diesel::table! {
    sessions (id_hash) {
        id_hash -> Binary,
        staff_id -> Nullable<BigInt>,
        state -> Text,
        made_at -> Timestamp,
        seen_at -> Timestamp,
        from_address -> Nullable<Text>,
        agent -> Nullable<Text>,
        mark -> Nullable<Text>,
    }
}

diesel::table! {
    recovery_codes (hash) {
        hash -> Binary,
        staff_id -> BigInt,
        made_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    devices (hash) {
        hash -> Binary,
        staff_id -> BigInt,
        made_at -> Timestamp,
        seen_at -> Timestamp,
    }
}

diesel::table! {
    networks (id) {
        id -> BigInt,
        range -> Text,
        kind -> Text,
        label -> Text,
        why -> Text,
        added_at -> Timestamp,
        added_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    network_limits (role, kind) {
        role -> Text,
        kind -> Text,
    }
}

diesel::table! {
    network_trials (id) {
        id -> BigInt,
        at -> Timestamp,
        by_id -> BigInt,
        until -> Timestamp,
        change -> Text,
    }
}

diesel::table! {
    staff_proposals (id) {
        id -> BigInt,
        kind -> Text,
        staff_id -> BigInt,
        role -> Nullable<Text>,
        at -> Timestamp,
        by_id -> BigInt,
        until -> Timestamp,
        state -> Text,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    attempts (key) {
        key -> Binary,
        tries -> Integer,
        last_at -> Timestamp,
        wait_until -> Timestamp,
    }
}

diesel::table! {
    deeds (n) {
        n -> BigInt,
        at -> Timestamp,
        actor_kind -> Text,
        actor -> Nullable<BigInt>,
        role -> Nullable<Text>,
        from_address -> Nullable<Text>,
        request -> Nullable<Text>,
        what -> Text,
        subject_kind -> Nullable<Text>,
        subject -> Nullable<BigInt>,
        detail -> Text,
        mac -> Binary,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
        state -> Text,
        file_mac -> Binary,
        layout -> Text,
        mapping -> Nullable<Text>,
        origin -> Nullable<Text>,
        origin_note -> Nullable<Binary>,
        ground -> Nullable<Text>,
        proof -> Nullable<Binary>,
        rows -> BigInt,
        done -> BigInt,
        counts -> Nullable<Text>,
        fault -> Nullable<Text>,
        applied_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    import_rows (import_id, line) {
        import_id -> BigInt,
        line -> BigInt,
        verdict -> Text,
        reason -> Nullable<Text>,
        person_id -> Nullable<BigInt>,
        cells -> Binary,
    }
}

diesel::table! {
    companies (id) {
        id -> BigInt,
        reference -> Text,
        name -> Binary,
        address -> Nullable<Binary>,
        external -> Nullable<Binary>,
        arrival -> Nullable<BigInt>,
        added_at -> Timestamp,
        changed_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    people (id) {
        id -> BigInt,
        reference -> Text,
        kind -> Text,
        civility -> Nullable<Binary>,
        given_name -> Nullable<Binary>,
        family_name -> Binary,
        job_title -> Nullable<Binary>,
        address -> Nullable<Binary>,
        language -> Text,
        company_id -> Nullable<BigInt>,
        restricted -> Bool,
        origin -> Text,
        ground -> Text,
        arrival -> Nullable<BigInt>,
        added_at -> Timestamp,
        changed_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    reaches (id) {
        id -> BigInt,
        person_id -> Nullable<BigInt>,
        company_id -> Nullable<BigInt>,
        kind -> Text,
        position -> Integer,
        value -> Binary,
        blind -> Binary,
        standing -> Text,
    }
}

diesel::table! {
    leads (person_id) {
        person_id -> BigInt,
        stage -> Text,
        owner_id -> Nullable<BigInt>,
        next_step -> Nullable<Binary>,
        next_on -> Nullable<Date>,
        opened_at -> Timestamp,
        moved_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    contracts (id) {
        id -> BigInt,
        company_id -> BigInt,
        reference -> Text,
        product -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        added_at -> Timestamp,
        added_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        company_id -> BigInt,
        person_id -> Nullable<BigInt>,
        label -> Nullable<Binary>,
        iban -> Binary,
        blind -> Binary,
        added_at -> Timestamp,
        added_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    account_reveals (id) {
        id -> BigInt,
        account_id -> BigInt,
        company_id -> BigInt,
        person_id -> Nullable<BigInt>,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
        reason -> Binary,
    }
}

diesel::table! {
    notes (id) {
        id -> BigInt,
        person_id -> Nullable<BigInt>,
        company_id -> Nullable<BigInt>,
        kind -> Text,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
        text -> Binary,
    }
}

diesel::table! {
    assistance (id) {
        id -> BigInt,
        person_id -> BigInt,
        company_id -> Nullable<BigInt>,
        subject -> Binary,
        detail -> Nullable<Binary>,
        answer -> Nullable<Binary>,
        state -> Text,
        assignee_id -> Nullable<BigInt>,
        opened_at -> Timestamp,
        opened_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    consents (id) {
        id -> BigInt,
        person_id -> BigInt,
        purpose -> Text,
        channel -> Text,
        act -> Text,
        address -> Nullable<Binary>,
        blind -> Nullable<Binary>,
        source -> Text,
        source_note -> Nullable<Binary>,
        wording -> Nullable<Binary>,
        happened_on -> Date,
        recorded_at -> Timestamp,
        by_id -> Nullable<BigInt>,
        import_id -> Nullable<BigInt>,
        form_id -> Nullable<BigInt>,
        notice_id -> Nullable<BigInt>,
        served_in -> Nullable<Text>,
        served_hash -> Nullable<Binary>,
    }
}

diesel::table! {
    grounds (id) {
        id -> BigInt,
        purpose -> Text,
        basis -> Text,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    opt_ins (id) {
        id -> BigInt,
        purpose -> Text,
        asks -> Bool,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    pending_consents (id) {
        id -> BigInt,
        person_id -> BigInt,
        purpose -> Text,
        channel -> Text,
        blind -> Binary,
        source_note -> Nullable<Binary>,
        wording -> Nullable<Binary>,
        form_id -> BigInt,
        notice_id -> BigInt,
        served_in -> Text,
        served_hash -> Binary,
        token_hash -> Binary,
        bound -> Binary,
        asked_at -> Timestamp,
        expires_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        consent_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        person_id -> Nullable<BigInt>,
        request_id -> Nullable<BigInt>,
        kind -> Text,
        language -> Text,
        recipient -> Nullable<Binary>,
        body -> Nullable<Binary>,
        blind -> Binary,
        state -> Text,
        tries -> BigInt,
        fault -> Nullable<Text>,
        queued_at -> Timestamp,
        next_try_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    exports (id) {
        id -> BigInt,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
        purpose -> Text,
        channel -> Text,
        criteria -> Text,
        layout -> Text,
        state -> Text,
        matched -> BigInt,
        rows -> BigInt,
        sha256 -> Nullable<Text>,
        finished_at -> Nullable<Timestamp>,
        ready_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    export_people (export_id, person_id) {
        export_id -> BigInt,
        person_id -> BigInt,
        blind -> Nullable<Binary>,
    }
}

diesel::table! {
    recalls (id) {
        id -> BigInt,
        export_id -> BigInt,
        person_id -> BigInt,
        blind -> Nullable<Binary>,
        act -> Text,
        refused_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        settled_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    recall_marks (name) {
        name -> Text,
        line -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    audiences (id) {
        id -> BigInt,
        name -> Text,
        criteria -> Text,
        saved_at -> Timestamp,
        saved_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    dead_addresses (blind) {
        blind -> Binary,
        bounced_on -> Date,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    returns (id) {
        id -> BigInt,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
        state -> Text,
        program -> Text,
        purpose -> Text,
        ignored -> BigInt,
        applied_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    return_rows (return_id, blind, kind) {
        return_id -> BigInt,
        blind -> Binary,
        kind -> Text,
        happened_on -> Date,
    }
}

diesel::table! {
    shown_people (id) {
        id -> BigInt,
        reference -> Text,
        kind -> Text,
        civility -> Nullable<Binary>,
        given_name -> Nullable<Binary>,
        family_name -> Binary,
        job_title -> Nullable<Binary>,
        address -> Nullable<Binary>,
        language -> Text,
        company_id -> Nullable<BigInt>,
        restricted -> Bool,
        origin -> Text,
        ground -> Text,
        arrival -> Nullable<BigInt>,
        added_at -> Timestamp,
        changed_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    shown_companies (id) {
        id -> BigInt,
        reference -> Text,
        name -> Binary,
        address -> Nullable<Binary>,
        external -> Nullable<Binary>,
        arrival -> Nullable<BigInt>,
        added_at -> Timestamp,
        changed_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    shown_consents (id) {
        id -> BigInt,
        person_id -> BigInt,
        purpose -> Text,
        channel -> Text,
        act -> Text,
        address -> Nullable<Binary>,
        blind -> Nullable<Binary>,
        source -> Text,
        source_note -> Nullable<Binary>,
        wording -> Nullable<Binary>,
        happened_on -> Date,
        recorded_at -> Timestamp,
        by_id -> Nullable<BigInt>,
        import_id -> Nullable<BigInt>,
        form_id -> Nullable<BigInt>,
        notice_id -> Nullable<BigInt>,
        served_in -> Nullable<Text>,
        served_hash -> Nullable<Binary>,
    }
}

// The keyring is a database of its own: never joined with the others.
diesel::table! {
    keys (owner_kind, owner_id, class) {
        owner_kind -> Text,
        owner_id -> BigInt,
        class -> Text,
        wrapped -> Nullable<Binary>,
        root_version -> Integer,
        state -> Text,
        batch -> Nullable<Text>,
        kept_until -> Nullable<Date>,
        made_at -> Timestamp,
        destroyed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    ledger (reference) {
        reference -> Text,
        at -> Timestamp,
        how -> Text,
        owners -> Text,
        kept_until -> Nullable<Date>,
        mac -> Binary,
    }
}

diesel::table! {
    erasures (id) {
        id -> BigInt,
        reference -> Text,
        how -> Text,
        cause -> Text,
        cause_id -> Nullable<BigInt>,
        ordered_at -> Timestamp,
        ordered_by -> Nullable<BigInt>,
        not_before -> Timestamp,
        state -> Text,
        begun_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        counts -> Text,
        lists -> Text,
        unreadable_from -> Nullable<Date>,
    }
}

diesel::table! {
    erasure_owners (erasure_id, owner_kind, owner_id) {
        erasure_id -> BigInt,
        owner_kind -> Text,
        owner_id -> BigInt,
        ordered -> Bool,
    }
}

diesel::table! {
    erasure_notes (erasure_id, note_id) {
        erasure_id -> BigInt,
        note_id -> BigInt,
    }
}

diesel::table! {
    notice_drafts (id) {
        id -> BigInt,
        name -> Text,
        texts -> Text,
        changed_at -> Timestamp,
        changed_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    notices (id) {
        id -> BigInt,
        draft_id -> BigInt,
        number -> BigInt,
        texts -> Text,
        sha256 -> Text,
        published_at -> Timestamp,
        published_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    form_drafts (id) {
        id -> BigInt,
        slug -> Text,
        kind -> Text,
        desk -> Text,
        notice_draft_id -> BigInt,
        definition -> Text,
        state -> Text,
        changed_at -> Timestamp,
        changed_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    publications (id) {
        id -> BigInt,
        form_id -> BigInt,
        number -> BigInt,
        notice_id -> BigInt,
        kind -> Text,
        desk -> Text,
        slug -> Text,
        definition -> Text,
        published_at -> Timestamp,
        published_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    published_pages (publication_id, part, language) {
        publication_id -> BigInt,
        part -> Text,
        language -> Text,
        sha256 -> Text,
        body -> Binary,
    }
}

diesel::table! {
    submissions (id) {
        id -> Text,
        person_id -> BigInt,
        publication_id -> BigInt,
        desk -> Text,
        language -> Text,
        known -> Bool,
        sent_at -> Timestamp,
        taken_at -> Timestamp,
        content -> Binary,
    }
}

diesel::table! {
    unsubscribe_links (id) {
        id -> BigInt,
        hash -> Binary,
        person_id -> BigInt,
        blind -> Binary,
        token -> Binary,
        made_at -> Timestamp,
    }
}

diesel::table! {
    suppressions (id) {
        id -> BigInt,
        blind -> Binary,
        purpose -> Text,
        channel -> Text,
        act -> Text,
        source -> Text,
        happened_on -> Date,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    set_aside (id) {
        id -> Text,
        reason -> Text,
        taken_at -> Timestamp,
        parcel -> Binary,
    }
}

diesel::table! {
    links_taken (id) {
        id -> Text,
        what -> Text,
        taken_at -> Timestamp,
    }
}

diesel::table! {
    cards (id) {
        id -> BigInt,
        company_id -> BigInt,
        number -> Binary,
        expiry -> Nullable<Binary>,
        taken_on -> Date,
        added_at -> Timestamp,
        added_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    card_reveals (id) {
        id -> BigInt,
        card_id -> BigInt,
        company_id -> BigInt,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
        reason -> Binary,
    }
}

diesel::table! {
    holds (id) {
        id -> BigInt,
        person_id -> Nullable<BigInt>,
        company_id -> Nullable<BigInt>,
        ground -> Text,
        reason -> Binary,
        placed_at -> Timestamp,
        placed_by -> Nullable<BigInt>,
        until -> Date,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<BigInt>,
        lapsed -> Bool,
    }
}

diesel::table! {
    forecasts (id) {
        id -> BigInt,
        signed_at -> Timestamp,
        signed_by -> Nullable<BigInt>,
        until -> Date,
        digest -> Text,
        counts -> Text,
    }
}

diesel::table! {
    forecast_items (forecast_id, class, subject) {
        forecast_id -> BigInt,
        class -> Text,
        subject -> BigInt,
        due -> Date,
        ordered_at -> Nullable<Timestamp>,
        erasure_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    retention_runs (id) {
        id -> BigInt,
        state -> Text,
        started_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        lease -> Text,
        lease_until -> Timestamp,
        counts -> Text,
        fault -> Nullable<Text>,
    }
}

diesel::table! {
    retention_skips (run_id, class, subject) {
        run_id -> BigInt,
        class -> Text,
        subject -> BigInt,
        due -> Date,
        ground -> Text,
    }
}

diesel::table! {
    log_checkpoints (n) {
        n -> BigInt,
        mac -> Binary,
        at -> Timestamp,
        signature -> Binary,
    }
}

diesel::joinable!(erasure_owners -> erasures (erasure_id));
diesel::table! {
    parties (id) {
        id -> BigInt,
        kind -> Text,
        name -> Binary,
        what -> Binary,
        country -> Text,
        activities -> Text,
        added_at -> Timestamp,
        added_by -> Nullable<BigInt>,
        changed_at -> Timestamp,
        changed_by -> Nullable<BigInt>,
        ended_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    certificates (id) {
        id -> BigInt,
        party_id -> BigInt,
        kind -> Text,
        label -> Nullable<Binary>,
        number -> Binary,
        expires_on -> Date,
        version -> BigInt,
    }
}

diesel::table! {
    controller (id) {
        id -> BigInt,
        name -> Binary,
        address -> Binary,
        dpo -> Binary,
        changed_at -> Timestamp,
        changed_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    breaches (id) {
        id -> BigInt,
        opened_at -> Timestamp,
        opened_by -> Nullable<BigInt>,
        known_at -> Timestamp,
        nature -> Text,
        categories -> Text,
        what -> Binary,
        consequences -> Nullable<Binary>,
        measures -> Nullable<Binary>,
        people -> Nullable<BigInt>,
        records -> Nullable<BigInt>,
        risk -> Nullable<Text>,
        scope -> Nullable<Text>,
        scope_staff -> Nullable<BigInt>,
        scope_deed -> Nullable<BigInt>,
        scope_address -> Nullable<Binary>,
        scope_from -> Nullable<Timestamp>,
        scope_until -> Nullable<Timestamp>,
        counted -> Nullable<BigInt>,
        counted_at -> Nullable<Timestamp>,
        notice -> Nullable<Text>,
        notice_at -> Nullable<Timestamp>,
        notice_why -> Nullable<Binary>,
        telling -> Nullable<Text>,
        telling_at -> Nullable<Timestamp>,
        telling_why -> Nullable<Binary>,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    role_tenures (staff_id, role, since) {
        staff_id -> BigInt,
        role -> Text,
        since -> Timestamp,
        until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    packs (id) {
        id -> BigInt,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
        files -> BigInt,
        bytes -> BigInt,
        sha256 -> Nullable<Text>,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::joinable!(export_people -> exports (export_id));
diesel::joinable!(recalls -> exports (export_id));

diesel::table! {
    requests (id) {
        id -> BigInt,
        way -> Text,
        kinds -> Text,
        language -> Text,
        received_on -> Date,
        recorded_at -> Timestamp,
        recorded_by -> Nullable<BigInt>,
        submission_id -> Nullable<Text>,
        state -> Text,
        outcome -> Nullable<Text>,
        requester -> Binary,
        asked -> Nullable<Binary>,
        on_behalf -> Nullable<Binary>,
        paused_since -> Nullable<Date>,
        paused_days -> BigInt,
        further -> BigInt,
        told_on -> Nullable<Date>,
        found_at -> Nullable<Timestamp>,
        decided_at -> Nullable<Timestamp>,
        decided_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
        approved_by -> Nullable<BigInt>,
        order_id -> Nullable<BigInt>,
        act_after -> Nullable<Timestamp>,
        carried_out_at -> Nullable<Timestamp>,
        answered_on -> Nullable<Date>,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    request_identities (request_id) {
        request_id -> BigInt,
        means -> Nullable<Text>,
        note -> Nullable<Binary>,
        doubt -> Nullable<Binary>,
        at -> Nullable<Timestamp>,
        by_id -> Nullable<BigInt>,
        code_hash -> Nullable<Binary>,
        code_until -> Nullable<Timestamp>,
        code_tries -> BigInt,
    }
}

diesel::table! {
    request_subjects (request_id, kind, subject_id) {
        request_id -> BigInt,
        kind -> Text,
        subject_id -> BigInt,
    }
}

diesel::table! {
    request_decisions (request_id, kind) {
        request_id -> BigInt,
        kind -> Text,
        rows -> BigInt,
        what -> Text,
        ground -> Nullable<Text>,
        until -> Nullable<Date>,
    }
}

diesel::table! {
    request_notes (request_id, note_id) {
        request_id -> BigInt,
        note_id -> BigInt,
    }
}

diesel::table! {
    request_letters (id) {
        id -> BigInt,
        request_id -> BigInt,
        kind -> Text,
        language -> Text,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
        body -> Binary,
    }
}

diesel::table! {
    request_recipients (request_id, export_id) {
        request_id -> BigInt,
        export_id -> BigInt,
        told_at -> Nullable<Timestamp>,
        told_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    request_packages (request_id) {
        request_id -> BigInt,
        made_at -> Timestamp,
        made_by -> Nullable<BigInt>,
        until -> Timestamp,
        taken_at -> Nullable<Timestamp>,
        sha256 -> Text,
        size -> BigInt,
        body -> Nullable<Binary>,
    }
}

diesel::table! {
    request_reminders (request_id, due_on, days) {
        request_id -> BigInt,
        due_on -> Date,
        days -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    restrictions (id) {
        id -> BigInt,
        person_id -> BigInt,
        act -> Text,
        reason -> Binary,
        at -> Timestamp,
        by_id -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    requests,
    request_identities,
    request_subjects,
    request_decisions,
    request_letters,
    request_notes,
    request_recipients,
    request_packages,
    request_reminders,
    restrictions,
    house,
    counters,
    changes,
    staff,
    sessions,
    attempts,
    deeds,
    imports,
    import_rows,
    companies,
    people,
    reaches,
    leads,
    contracts,
    accounts,
    account_reveals,
    notes,
    assistance,
    consents,
    grounds,
    opt_ins,
    pending_consents,
    outbox,
    exports,
    export_people,
    notice_drafts,
    notices,
    form_drafts,
    publications,
    published_pages,
    submissions,
    set_aside,
    links_taken,
    unsubscribe_links,
    suppressions,
    recalls,
    recall_marks,
    audiences,
    dead_addresses,
    returns,
    return_rows,
    cards,
    card_reveals,
    holds,
    forecasts,
    forecast_items,
    retention_runs,
    retention_skips,
    log_checkpoints,
    erasures,
    erasure_owners,
    erasure_notes,
    parties,
    certificates,
    controller,
    breaches,
    role_tenures,
    packs,
    shown_people,
    shown_companies,
    shown_consents,
);
