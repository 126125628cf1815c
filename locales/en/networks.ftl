# Networks: who may connect, and changes on trial.
networks-title = Networks
networks-what = Who may connect, and from where each role may work.
networks-new = Add a network
networks-edit-title = Change a network
networks-limit = Limit a role
networks-you = Your connection
# $address (String) - the address one comes from
# $range (String) - its range
# $label (String) - the name of the network
# $kind (String) - office or VPN
networks-here = You are connected from { $address }, by the network “{ $label }” ({ $range }, { $kind }).
networks-tried = on trial
networks-in-force = Networks that may connect
networks-range = Range of addresses
networks-label = Name
networks-kind = Kind
networks-signed-in = Colleagues signed in
networks-added = Added
networks-why = Why
networks-actions = Actions
networks-edit = Change
networks-remove = Remove
networks-yours = yours
networks-first-start = First start
networks-new-there = New in the configuration
networks-by-host = the host
networks-kind-office = office
networks-kind-vpn = VPN
networks-roles = From where each role may work
networks-from-all = from every network that may connect
networks-from-office = from the office only
networks-from-vpn = through the VPN only
networks-refused = Refused lately
networks-refused-what = Connections that this machine has refused since it was started, in all:
networks-refused-none = Nobody has been refused since this machine was started.
networks-address = Address
networks-times = Times
networks-last = Last time
networks-just-now = just now
# $count (Number) - how many minutes
networks-minutes-ago = { $count ->
    [one] a minute ago
   *[other] { $count } minutes ago
}
networks-decided = Last decisions
networks-decided-none = Nothing has been changed yet.
networks-decided-log = The whole log
networks-decided-kept = Confirmed
networks-decided-reverted = Taken back
networks-decided-expired = Taken back, for nobody confirmed it
networks-decided-forced = Changed on the host
networks-forced-title = Networks were changed on the host
# $at (String) - when that was
networks-forced = On { $at }, outside these pages: by the command “cloister network”, or by the configuration. Check that you knew of it.
networks-forced-look = Look at the networks
networks-running = A change is on trial
networks-running-look = Look at the trial
networks-network = Network
networks-new-what = Nothing is changed before a preview, then a trial of 60 seconds that you confirm.
networks-range-hint = Such as 192.0.2.0/24 or 2001:db8:1::/48. One address is a range of its own.
networks-label-hint = What your colleagues recognise: “Head office, 2nd floor”. No name or address of a person.
networks-why-hint = For whoever reads this in two years.
networks-offer = See the preview with
networks-preview = See the preview
networks-cancel = Cancel
networks-role = Role
networks-from = May work
networks-limits-what = Whoever is connected from another network sees at once why they cannot go on, and from where they can.
networks-preview-title = Preview
networks-out = Lose access
networks-out-what = These colleagues are signed in now and could not go on. A session that was ended does not come back, even when the trial is taken back.
networks-out-none = No colleague who is signed in loses access.
networks-let-in = Would be let in
networks-let-in-what = These addresses were refused lately and could connect.
networks-let-in-none = No address that was refused lately would be let in.
networks-oneself = You
# $address (String) - the address one comes from
# $label (String) - the name of the network
# $range (String) - its range
networks-still-in = You can still connect from { $address }, by “{ $label }” ({ $range }).
networks-size-one = One address.
# $count (String) - how many, as it is written
networks-size = { $count } addresses.
# $prefix (String) - the length of the prefix
networks-size-bits = An IPv6 network of prefix /{ $prefix }.
networks-not-so = This change cannot be made
networks-try = Try it for 60 seconds
networks-try-what = The trial counts at once, for everybody. Unless you confirm it, everything becomes what it was.
networks-trial = Change on trial
# $name (String) - who tries it
networks-trial-by = Tried by { $name }
networks-seconds = seconds
# $time (String) - to the second, UTC
networks-until = Unless it is confirmed, everything becomes what it was at { $time }.
networks-trial-what = If you can read this page, you can still connect. See to it that your colleagues can too, then confirm.
networks-confirm = Confirm
networks-take-back = Take it back
networks-kept = The change is confirmed.
networks-gone = The time was over: the change was taken back, and everything is what it was.
networks-taken-back = The trial was taken back. Everything is what it was.
networks-not-fresh = Your browser used a connection from before the trial, which proves nothing. Confirm once more.
networks-another = A change is on trial already. Confirm it or take it back first.
# $range (String) - its range
# $label (String) - the name of the network
# $kind (String) - office or VPN
networks-change-allow = Let { $range } in, “{ $label }” ({ $kind })
# $range (String) - its range
# $label (String) - the name of the network
# $kind (String) - office or VPN
networks-change-describe = { $range } becomes “{ $label }” ({ $kind })
# $range (String) - its range
# $label (String) - the name of the network
networks-change-remove = Remove { $range }, “{ $label }”
# $role (String) - the name of the role
# $from (String) - from where, in words
networks-change-limit = The role { $role } works { $from }
networks-fault-range = This is not a range of addresses, such as 192.0.2.0/24.
networks-fault-everybody = This would let everybody in. No page allows that.
# $range (String) - what was probably meant
networks-fault-host-bits = This names a host and not a network. Did you mean { $range }?
networks-fault-label = Give it a name of 1 to 60 characters.
networks-fault-why = Say why, in 1 to 200 characters.
networks-fault-same = It is so already: there is nothing to change.
networks-fault-nobody = Nobody could connect any more. Add another network first.
# $role (String) - the name of the role
networks-fault-nowhere = The role { $role } would have no network left to work from. Lift its limit first, or add a network.
networks-fault-oneself = You could no longer work from where you are. Make this change from a network that stays; as a last resort, “cloister network” on the host.
