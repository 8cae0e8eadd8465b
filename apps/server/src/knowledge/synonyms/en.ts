/** English, as people ask shops and services (`../synonyms.ts` says how to write it). Long because it is a list. */
import type { Wordings } from '../synonyms.ts';

export const en: Wordings = {
  same: `
    # Delivery
    shipping delivery postage dispatch deliver ship
    parcel package box
    carrier courier postman
    late delayed stuck
    status tracking track
    sent send dispatched shipped mailed
    arrive arrived come reach land
    driver deliverer courier
    post mail postal
    express overnight urgent expedited priority rush asap
    fast quick quickly soon rapid speedy faster sooner
    doorstep door porch
    neighbour neighbor neighbours
    locker parcelbox packstation
    island remote rural
    stairs staircase floor upstairs lift elevator
    truck lorry van pallet forwarder freight
    slot window timeslot
    abroad overseas foreign international worldwide globally
    europe eu european
    uk britain england scotland wales
    usa us america states
    signature sign signed
    pack packed wrap wrapping packaging packing
    split separate separately partial
    combine merge together bundle consolidate
    redirect reroute forward divert
    stolen theft stole thief robbed nicked
    empty nothing
    attempt tried

    # Money
    price cost fee charge rate expensive
    free gratis complimentary
    refund reimbursement money
    pay payment paid
    card visa mastercard amex
    discount reduction reduced percent off
    voucher coupon code promo promotional
    cheaper cheap less lower
    invoice bill receipt
    declined failed rejected refused fail
    sale clearance reduced deal bargain offer
    instalment installment instalments monthly klarna afterpay
    deposit downpayment prepayment advance
    overcharged overpaid twice double
    transfer wire iban sepa bank
    debit debited deducted taken withdrawn
    currency dollar dollars euro euros pound pounds
    cash notes coins
    balance credit funds remaining
    tip gratuity
    penalty fine surcharge
    outstanding unpaid overdue owe due
    vat tax taxes gst
    net gross excluding including
    budget afford affordable
    increase raise rise
    total sum amount
    wallet applepay googlepay
    cheque check
    insurance insured insure
    compensation goodwill compensate
    customs duty import tax vat
    rrp msrp retail

    # Ordering
    buy purchase order bought ordered
    basket cart checkout bag trolley
    available stock availability instock
    soldout unavailable sold
    restock replenish restocked
    preorder backorder reserve
    reserve hold reservation
    confirm confirmation confirmed
    cancel revoke withdraw annul
    wishlist favourite favourites favorites saved
    quantity amount number
    bulk wholesale quantities volume
    quote quotation estimate
    company business firm corporate
    catalogue catalog brochure
    demo sample trial
    launch release upcoming
    discontinued retired obsolete
    original genuine authentic
    fake counterfeit replica
    personalise customise custom engraving engrave personalised bespoke monogram initials embroidery
    logo branding print printed
    made manufactured produced
    mistake accident accidentally wrong
    add include additional

    # Going back
    return retour back
    exchange swap replace
    broken damaged defective faulty crushed smashed shattered torn cracked pieces
    faulty fault broken
    repair fix mend
    warranty guarantee
    missing lost forgotten forgot
    spare replacement
    wrong incorrect mistaken
    label sticker tag
    unopened sealed unused unworn
    opened used worn tried
    mind regret changed
    complain complaint unhappy dissatisfied disappointed
    period deadline window limit
    original packaging carton
    inspect inspection check
    dent dented scratch scratched
    rip ripped tear torn tore hole
    leak leaking leaks drip dripping
    snapped broke bent
    dead died dies
    peeling flaking delaminate delaminated delaminating
    worn wear frayed
    manufacturing manufacturer maker
    defect flaw
    proof evidence photo photos picture pictures

    # People and places
    store shop branch outlet
    open close shut hours
    collect pickup pick
    address street
    phone telephone mobile
    employee staff
    country countries abroad international
    contact reach speak talk
    call ring phone
    agent human person representative advisor
    chat message messenger
    location near nearest nearby where
    parking park car
    showroom exhibition
    headquarters office
    appointment booking meeting
    visit come
    weekend saturday sunday
    christmas holiday holidays
    easter holiday
    job jobs career careers vacancy vacancies hiring
    press media journalist
    blogger influencer ambassador affiliate
    partner partnership reseller dealer distributor stockist
    supplier vendor
    feedback review reviews rating testimonial
    event workshop course class
    teacher school university college student students
    pupil student
    military veteran soldier
    pensioner senior elderly retired
    child children kid kids toddler baby junior youth
    woman women ladies female womens
    man men gents male mens
    friend mate colleague
    family relative wife husband spouse
    parent mother father guardian
    dog dogs pet pets animal

    # Accounts
    password login credentials
    account profile
    unsubscribe stop leave
    delete remove erase
    login sign
    mail email newsletter
    website online internet web
    membership club programme member
    loyalty points rewards bonus
    level tier
    valid expire expiry
    start begin
    register registration signup join enrol enroll
    username user nickname
    reset forgot forgotten recover
    locked blocked suspended disabled banned
    deactivate disable pause suspend freeze
    reactivate restore reopen
    verification verify authentication authenticator
    otp passcode pin
    hacked compromised hijacked breached
    suspicious phishing scam fraud fraudulent spoof
    session logged
    access permission permissions rights
    admin administrator owner
    colleague teammate team user
    invite invitation invited
    role permission
    settings preferences configuration options
    notification alert reminder notifications
    spam junk
    inbox mailbox
    link url
    button icon
    menu dropdown
    upgrade downgrade switch
    plan subscription package
    renew renewal renewed extend
    trial tester evaluation
    guest anonymous
    refer referral recommend friend
    birthday anniversary
    earn collect gain
    redeem spend use
    barcode scan qr

    # Privacy and safety
    privacy gdpr
    data information details
    cookie cookies tracking
    consent permission agree
    secure security safe encrypted encryption
    store keep retain retained saved
    share sell third
    personal private
    anonymous anonymise
    law legal lawyer
    terms conditions policy agb
    backup copy
    breach leak
    surname name
    marriage married divorce

    # Software
    app application
    crash crashes freeze freezes hang hangs
    bug glitch error
    slow lag laggy sluggish
    download install
    update upgrade version
    export download
    import upload
    file document attachment
    spreadsheet excel csv
    folder directory
    sync synchronise synchronize
    integrate integration connect
    api webhook developer
    browser chrome safari firefox edge
    iphone ios ipad apple
    android samsung
    computer laptop pc mac desktop
    tablet ipad
    screen display monitor
    keyboard shortcut
    offline connection
    wifi wlan internet
    bluetooth pair pairing
    language translate translation
    dark theme
    search filter
    calendar schedule diary
    timezone time
    report statistics analytics
    dashboard overview
    template layout
    outage downtime down
    maintenance service
    storage space
    archive archived
    duplicate copy twice
    undo revert restore
    edit modify change
    print printer

    # Goods
    size fit measure chart
    small tight narrow
    large big wide
    wash clean washing laundry
    wet damp soaked rain
    waterproof watertight
    weight heavy weigh weighs light lightweight
    plane flight fly luggage baggage airport
    battery batteries charge
    check service inspection interval
    present gift
    clothing clothes garment
    trousers pants
    cold winter freezing minus
    duration long days
    used secondhand old
    cooker stove
    backpack rucksack pack
    level tier
    cover covered include
    rent rental hire hired borrow lease
    change correct edit modify update
    jacket coat parka anorak
    jumper sweater pullover
    tshirt tee shirt
    shoe shoes boot boots footwear trainers sneakers
    sock socks
    glove gloves mitten mittens
    hat beanie cap
    underwear baselayer underlayer
    hood hooded
    zip zipper zips
    button buttons
    strap straps buckle
    lace laces
    sole soles
    pocket pockets
    sleeve sleeves
    seam seams stitching stitch
    fabric material textile cloth
    leather hide
    wool woollen merino
    colour color shade
    black dark
    length long
    width wide
    height tall high
    dimension dimensions measurements
    diameter thickness
    waist hip hips
    chest bust
    foot feet
    tight pinch pinches
    loose baggy
    shrink shrunk shrank shrinks
    fade faded bleach
    stain stains mark spot
    dry dryer drying tumble
    iron ironing
    detergent soap softener
    smell smells odour odor stink stinks
    mould mold mildew
    dirt dirty mud muddy
    rust rusty corrosion
    breathable sweat sweaty
    warm warmth warmer insulation insulated
    hot heat overheating
    cool cooling
    temperature degrees celsius
    wind windproof windy
    storm gale
    snow ice icy
    sun uv
    summer hot
    season seasonal
    repellent proofing impregnate impregnation dwr
    vegan vegetarian animal
    feather feathers down goose geese duck
    fur mulesing
    organic bio
    recycled recycling recycle recyclable
    sustainable sustainability environment environmental eco green ecological
    climate carbon co2 emissions
    fair ethical fairtrade
    factory factories production
    chemical chemicals pfas pfc fluorocarbon toxic harmful
    certificate certified certification
    plastic polybag
    donate donation charity
    waste rubbish trash dispose disposal

    # Devices, furniture, tools
    charger charging cable plug
    socket outlet
    power electricity electric
    voltage volt volts
    switch turn
    noise noisy loud
    sound audio speaker
    light lamp bulb
    remote controller
    manual instructions guide handbook leaflet
    assemble assembly build setup
    screw screws bolt bolts
    tool tools
    part parts component
    accessory accessories extra extras
    pump inflate inflatable
    puncture punctured flat
    patch glue adhesive
    pole poles rod
    peg pegs stake stakes
    rope cord guyline
    gas fuel canister cartridge
    burner flame
    knife blade
    sharp sharpen blunt
    compatible fits suitable
    adapter converter
    serial number
    model type version
    firmware software
    lifespan last lifetime
    store storage stow
    folded fold foldable
    table desk
    chair seat stool
    sofa couch settee
    wardrobe closet cupboard
    mattress bed
    shelf shelves shelving
    drawer drawers
    wood wooden oak
    install installation fitter
    fridge refrigerator freezer
    washer washing

    # Food, travel, bookings
    food meal meals eat
    drink beverage water
    ingredient ingredients contain contains
    allergy allergic allergies allergen allergens intolerance
    gluten coeliac celiac
    nut nuts peanut
    lactose dairy milk
    halal kosher
    shelflife expiry expires
    sugar sweet
    hotel accommodation room
    flight airline airplane
    suitcase luggage baggage
    carryon cabin
    ticket tickets
    seat seats
    passport visa id
    travel trip journey
    reschedule postpone move rebook
    noshow miss missed absent
    arrive arrival checkin
    leave departure checkout
    early earlier before
    late later after
    today tonight
    wheelchair disabled disability accessible accessibility handicapped
    blind deaf
    pregnant pregnancy
    doctor medical illness ill sick
    age old minor
    hurt injury injured
    dangerous danger hazard hazardous
    emergency rescue
    recall recalled
    toxic poisonous

    # Everyday verbs
    allowed permitted permission may
    receive received get
    choose select pick
    know learn
    explain describe
    compare difference differ
    advice recommend recommendation suggest
    last endure
    finish end
    wait waiting
    keep retain
    throw discard
    give hand
    carry transport
    lend borrow
    mix combine
    attach fasten
    adjust tighten
    sew sewn stitch
    stretch stretched
    dissolve melt
    burn burned burnt
    freeze froze frozen
    quickly immediately
    minimum least
    maximum most limit
    half fifty
    week weeks weekly
    month months monthly
    year years annual yearly
    hour hours
  `,
  fields: `
    international norway sweden denmark finland iceland ireland germany austria switzerland france spain portugal italy poland greece turkey canada australia japan mexico brazil russia ukraine london paris berlin zurich geneva vienna madrid rome oslo dublin sydney toronto
    country norway sweden denmark finland iceland ireland germany austria switzerland france spain portugal italy poland greece turkey canada australia japan mexico brazil russia ukraine london paris berlin zurich geneva vienna madrid rome oslo dublin sydney toronto
    feather down goose geese duck bird welfare animal cruelty plucked traceable
    animal welfare vegan fur leather wool cruelty
    screw bolt nut fitting part assembly hardware instructions
    assembly manual instructions tool screw part
    parcel carrier tracking delivery neighbour doorstep shipping
    customs duty vat import border country shipping
    stolen theft police lost insurance
    refund bank card return days credit
    return label parcel refund unused days
    broken warranty repair photo defect replacement
    zip seam repair sewing tear patch
    puncture patch glue leak repair mat
    wash detergent machine dry softener iron care
    smell mould damp dry wash store
    rain waterproof membrane seam repellent wet leak
    membrane waterproof breathable seam delaminate
    cold warm insulation temperature sleeping degrees
    size measure chart waist chest foot fit tight
    shoe sole lace foot toe heel leather size
    blister heel toe foot boot fit
    flight cabin airline battery lithium gas luggage baggage
    gas canister stove flame fuel cooking
    battery charge cable power device
    password login account email reset link
    hacked password account security suspicious
    phishing scam email suspicious fake security
    email spam newsletter inbox address
    data privacy delete stored account law
    cookie consent privacy website tracking
    invoice vat company tax number accounting
    company invoice order discount quantity logo
    instalment payment klarna invoice credit
    card declined payment bank security limit
    voucher code discount newsletter basket checkout expire
    points club member voucher level expire
    gift card voucher present balance birthday
    birthday points voucher member present
    student discount school university proof card
    christmas gift delivery return holiday
    weekend hours open holiday
    shop hours address parking street city
    phone contact hours email call
    complaint contact feedback sorry
    climate carbon emissions environment sustainability shipping packaging
    recycling waste packaging old battery disposal
    factory wages workers fair production audit
    chemical pfas toxic waterproof repellent
    used secondhand resale old repair
    child size age club
    rent deposit damage days return clean
    snow avalanche winter ice
    avalanche beacon probe shovel rescue
    bear food canister park
    bike bag seat frame handlebar
    wind storm pole peg guyline tent
    tent pole peg fabric pitch
    wheelchair accessible entrance lift ramp parking
    dog shop pet allowed
    job career apply salary
    course event workshop guide
    calendar appointment schedule booking reminder
    booking cancel reschedule appointment fee
    subscription plan renew upgrade cancel monthly billing
    user team invite role permission
    export csv data download backup
    crash app update device browser
    notification email app settings sound
    allergy ingredient food contain nut milk gluten
    medicine doctor allergy health pregnant
    mattress bed sleep firm slatted
    sofa cover fabric cushion
    wood oil surface scratch table
    old collection disposal furniture delivery
    stairs floor delivery carry forwarder heavy
    moving address change street
    wrong item order exchange
    colour photo screen shade fabric
    stock available notify size
    preorder release date available
    price match competitor cheaper difference
    sale return discount final
    review rating product photo
    battery lifespan replace warranty
    signature driver parcel neighbour
    island remote delivery surcharge
  `,
};
