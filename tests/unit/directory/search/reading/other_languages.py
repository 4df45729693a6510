"""Queries in other languages with the need of each, and sentences of danger and of everyday life."""

NEEDS = """
pl	sprzatanie w domu dla babci	cleaning
pl	potrzebuję pomocy w domu	home-care
pl	gdzie są darmowe lekcje angielskiego	english-classes
ro	Nu mai avem bani de mâncare	emergency-food
ro	caut un loc de munca in depozit	finding-work
ro	mama cade des prin casă	falls
uk	шукаю групу для мами з малюком	babies-toddlers
uk	де знайти психолога	counselling
uk	потрібен перекладач у лікарні	interpreting
ru	ищу работу на складе	finding-work
ru	мама забывает всё	memory-worries
ru	брат пьёт каждый день	addiction
bg	търся курс по английски	english-classes
bg	имам дългове	debt
bg	синът ми няма училище	schools
ar	أحتاج إلى مساعدة في المنزل	home-care
ar	أبحث عن دروس في اللغة الإنجليزية	english-classes
ar	أمّي تَنسى كل شيء	memory-worries
fa	دنبال کلاس انگلیسی هستم	english-classes
fa	پدرم آلزایمر دارد	dementia
fa	خیلی تنها هستم و کسی را نمی شناسم	loneliness
ur	مجھے گھر میں مدد چاہیے	home-care
ur	مجھے کونسل ٹیکس اور قرض کے بارے میں مشورہ چاہیے	council-tax
ur	مجھے نوکری کی تلاش ہے	finding-work
ur-Latn	mujhe ghar mein madad chahiye	home-care
ur-Latn	mujhay angrezi seekhni hai	english-classes
ur-Latn	ammi gir gayi hain	falls
pa	ਮੈਨੂੰ ਅੰਗਰੇਜ਼ੀ ਸਿੱਖਣੀ ਹੈ	english-classes
pa	ਪਿਤਾ ਜੀ ਇਕੱਲੇ ਰਹਿੰਦੇ ਹਨ	loneliness
pa	ਸਭ ਤੋਂ ਨੇੜੇ ਗੁਰਦੁਆਰਾ	faith
pa-Latn	mainu angrezi sikhni hai	english-classes
pa-Latn	mainu naukri chahidi hai	finding-work
pa-Latn	pita ji nu sunda nahi	hearing-loss
pnb	مینوں انگریزی سکھن دی لوڑ اے	english-classes
pnb	مینوں نوکری چاہیدی اے	finding-work
pnb	سانوں ترجمان چاہیدا اے	interpreting
bn	আমি ইংরেজি শিখতে চাই	english-classes
bn	বাবা হাঁটতে পারেন না	mobility-aids
bn	আমার অনেক ঋণ	debt
gu	મારે અંગ્રેજી શીખવું છે	english-classes
gu	હું નોકરી શોધું છું	finding-work
gu	પપ્પાને ડિમેન્શિયા છે	dementia
hi	मुझे घर में मदद चाहिए	home-care
hi	अंग्रेजी की क्लास कहाँ है	english-classes
hi	दादी गिर गईं	falls
ne	मलाई दोभाषे चाहिन्छ	interpreting
ne	म अङ्ग्रेजी सिक्न चाहन्छु	english-classes
ne	आमालाई डिमेन्सिया छ	dementia
ta	எனக்கு ஆங்கிலம் கற்க வேண்டும்	english-classes
ta	எனக்கு வேலை வேண்டும்	finding-work
ta	தாத்தாவுக்கு காது கேட்கவில்லை	hearing-loss
tr	annem için evde bakım istiyorum	home-care
tr	ingilizce kursu ariyorum	english-classes
tr	sigarayı bırakmak istiyorum	stop-smoking
ckb	هیچ خواردنمان نییە	emergency-food
ckb	پێویستم بە وەرگێڕە	interpreting
ckb	دەمەوێت فێری ئینگلیزی ببم	english-classes
kmr	ez dixwazim fêrî îngilîzî bibim	english-classes
kmr	li malê xwarin tune	emergency-food
kmr	min wergêrê kurdî divê	interpreting
ps	زه غواړم انګلیسي زده کړم	english-classes
ps	په کور کې خواړه نشته	emergency-food
ps	زه وکیل غواړم	legal-advice
so	waxaan rabaa inaan barto ingiriisiga	english-classes
so	hooyaday way dhacday	falls
so	waxaan u baahanahay turjubaan	interpreting
am	እንግሊዝኛ መማር እፈልጋለሁ	english-classes
am	ስራ እፈልጋለሁ	finding-work
am	አስተርጓሚ እፈልጋለሁ	interpreting
ti	እንግሊዝኛ ክመሃር እደሊ	english-classes
ti	ተርጓሚ የድልየኒ	interpreting
ti	መግቢ የብለይን	emergency-food
lt	ieškau darbo	finding-work
lt	brolis geria kiekvieną dieną	addiction
lt	reikia vertėjo pas gydytoją	interpreting
lv	meklēju darbu	finding-work
lv	gribu mācīties angļu valodu	english-classes
lv	mammai ir demence	dementia
sk	hľadám prácu	finding-work
sk	potrebujem tlmočníka	interpreting
sk	mama spadla v kúpeľni	falls
cs	hledám práci ve skladu	finding-work
cs	potřebuji tlumočníka	interpreting
cs	táta má demenci	dementia
hu	munkát keresek	finding-work
hu	tolmácsra van szükségem	interpreting
hu	szeretnék angolul tanulni	english-classes
sq	djali im ka autizëm	autism
sq	kërkoj punë	finding-work
sq	dua të mësoj anglisht	english-classes
pt	preciso de um berço e roupa	furniture-clothes
pt	procuro aulas de ingles	english-classes
pt	a minha mãe caiu em casa	falls
es	busco trabajo	finding-work
es	quiero aprender inglés	english-classes
es	mi padre tiene demencia	dementia
it	cerco lavoro	finding-work
it	vorrei imparare l'inglese	english-classes
it	mia madre ha la demenza	dementia
fr	je cherche un cours d'anglais	english-classes
fr	ma mère oublie tout	memory-worries
fr	aide à domicile pour mon père	home-care
de	ich suche eine Putzhilfe	cleaning
de	meine Mutter ist gestürzt	falls
de	ich möchte Englisch lernen	english-classes
el	ψάχνω δουλειά	finding-work
el	θέλω να μάθω αγγλικά	english-classes
el	ο πατέρας μου έχει άνοια	dementia
zh-Hans	我想学英语	english-classes
zh-Hans	妈妈摔倒了	falls
zh-Hans	没钱买吃的	emergency-food
zh-Hant	我想學英文	english-classes
zh-Hant	媽媽跌倒了	falls
zh-Hant	需要翻譯看醫生	interpreting
yue	我想搵工	finding-work
yue	阿媽睇唔到嘢	sight-loss
yue	今個星期冇錢食飯	emergency-food
vi	tôi muốn học tiếng Anh	english-classes
vi	tôi đang tìm việc làm	finding-work
vi	mẹ tôi bị ngã	falls
tl	naghahanap ako ng trabaho	finding-work
tl	natumba ang nanay ko	falls
tl	wala kaming pagkain	emergency-food
cy	mae angen help gartref ar mam	home-care
cy	hoffwn siarad â rhywun am alar	bereavement
cy	rydw i'n chwilio am waith	finding-work
"""
"""Language, query, the need that is asked for first."""

DANGERS = """
pl	crisis	nie chcę już żyć, myślę o samobójstwie
pl	domestic-abuse	mąż mnie bije i zabiera mi telefon
pl	child-harm	sąsiad bije dziecko, słyszę krzyki
pl	abuse-neglect	babcia zamknięta w pokoju, nie dają jej jeść
pl	emergency	tata nie może oddychać i ma ból w klatce piersiowej
ro	crisis	nu mai vreau să trăiesc
ro	domestic-abuse	sotul meu ma bate cand bea
ro	child-harm	vecinul bate copilul în fiecare seară
ro	abuse-neglect	bunica este încuiată în cameră fără mâncare și apă
ro	emergency	soțul meu are dureri în piept și nu poate respira
uk	crisis	я не хочу жити
uk	domestic-abuse	мене б'є чоловік, я боюся чоловіка
uk	child-harm	сусіди б'ють дитину
uk	abuse-neglect	бабусю замкнули в кімнаті і не дають їсти
uk	emergency	мама не може дихати, біль у грудях
ru	crisis	хочу умереть, не вижу смысла
ru	domestic-abuse	муж меня бьет, боюсь мужа
ru	child-harm	сосед бьёт ребёнка
ru	abuse-neglect	сиделка забирает пенсию у мамы
ru	emergency	папа не дышит, потерял сознание
ar	crisis	لا أريد أن أعيش وأفكر في الانتحار
ar	domestic-abuse	زوجي يضربني كل يوم وأخاف من زوجي
ar	child-harm	جاري يضرب أطفاله وأسمع الصراخ
ar	abuse-neglect	جدتي محبوسة في الغرفة ولا يعطونها طعاماً
ar	emergency	أبي لا يستطيع التنفس وعنده ألم في الصدر
fa	crisis	دیگر نمی‌خواهم زنده بمانم
fa	domestic-abuse	شوهرم مرا کتک می‌زند و از شوهرم می‌ترسم
fa	child-harm	همسایه بچه‌ها را کتک می‌زند
fa	abuse-neglect	مادرم را در اتاق حبس کرده‌اند و به او غذا نمی‌دهند
fa	emergency	پدرم نمی‌تواند نفس بکشد
ur	crisis	میں اب جینا نہیں چاہتی
ur	domestic-abuse	میرا شوہر مجھے مارتا ہے
ur	child-harm	پڑوسی بچوں کو مارتے ہیں
ur	abuse-neglect	دادی کو کھانا نہیں دیتے اور پنشن چھین لیتے ہیں
ur	emergency	ابو کو سانس نہیں آ رہا اور سینے میں درد ہے
ur-Latn	crisis	main ab jeena nahi chahti
ur-Latn	domestic-abuse	mera shohar mujhe marta hai
ur-Latn	child-harm	parosi bachon ko marta hai
ur-Latn	abuse-neglect	dadi ko khana nahi dete
ur-Latn	emergency	abbu ko saans nahi aa raha, seene mein dard hai
pa	crisis	ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ
pa	domestic-abuse	ਮੇਰਾ ਪਤੀ ਮੈਨੂੰ ਮਾਰਦਾ ਹੈ
pa	child-harm	ਗੁਆਂਢੀ ਬੱਚਿਆਂ ਨੂੰ ਕੁੱਟਦਾ ਹੈ
pa	abuse-neglect	ਦਾਦੀ ਨੂੰ ਰੋਟੀ ਨਹੀਂ ਦਿੰਦੇ
pa	emergency	ਪਿਤਾ ਜੀ ਦੀ ਛਾਤੀ ਵਿੱਚ ਦਰਦ ਹੈ, ਸਾਹ ਨਹੀਂ ਆ ਰਿਹਾ
bn	crisis	আমি আর বাঁচতে চাই না
bn	domestic-abuse	আমার স্বামী আমাকে মারে
bn	child-harm	প্রতিবেশী বাচ্চাদের মারে
bn	abuse-neglect	দাদিকে খেতে দেয় না, ঘরে তালা দিয়ে রাখে
bn	emergency	বাবার বুকে ব্যথা, শ্বাস নিতে পারছেন না
tr	crisis	artık yaşamak istemiyorum
tr	domestic-abuse	kocam beni dövüyor, kocamdan korkuyorum
tr	child-harm	komşu çocukları dövüyor
tr	abuse-neglect	bakıcı annemin parasını çalıyor ve yemek vermiyor
tr	emergency	babam nefes alamıyor, göğsünde ağrı var
so	crisis	waxaan rabaa inaan dhinto
so	domestic-abuse	ninkaygu wuu i garaacaa
so	child-harm	carruurta garaacayaan deriska
so	abuse-neglect	ayeeyo cunto ma siiyaan
so	emergency	aabahay ma neefsan karo, xabadka xanuun baa ka haya
ckb	crisis	دەمەوێت بمرم
ckb	domestic-abuse	مێردەکەم لێم دەدات
ckb	child-harm	دراوسێکەم لە منداڵەکان دەدات
ckb	emergency	باوکم ناتوانێت هەناسە بدات
kmr	domestic-abuse	mêrê min li min dixe
hi	domestic-abuse	मेरे पति मुझे मारते हैं
hi	crisis	मैं मरना चाहती हूँ
gu	crisis	મારે મરી જવું છે
ne	domestic-abuse	श्रीमानले मलाई कुट्छन्
ta	domestic-abuse	கணவர் என்னை அடிக்கிறார்
es	domestic-abuse	mi marido me pega
es	emergency	mi padre no puede respirar
pt	domestic-abuse	o meu marido bate-me
pt	crisis	não quero viver mais
fr	domestic-abuse	mon mari me frappe
fr	abuse-neglect	ma grand-mère est enfermée dans sa chambre
it	domestic-abuse	mio marito mi picchia
de	domestic-abuse	mein Mann schlägt mich
lt	domestic-abuse	vyras mane muša
lv	domestic-abuse	vīrs mani sit
sk	domestic-abuse	manžel ma bije
cs	domestic-abuse	manžel mě bije
hu	domestic-abuse	a férjem megver
bg	domestic-abuse	мъжът ми ме бие
sq	domestic-abuse	burri më rreh
el	domestic-abuse	ο άντρας μου με χτυπάει
zh-Hans	crisis	我不想活了
zh-Hans	domestic-abuse	我丈夫打我
zh-Hant	domestic-abuse	我老公打我，我很害怕
yue	crisis	我唔想活喇
vi	domestic-abuse	chồng tôi đánh tôi
tl	domestic-abuse	sinasaktan ako ng asawa ko
cy	domestic-abuse	mae fy ngŵr yn fy nharo
am	domestic-abuse	ባለቤቴ ይመታኛል
ti	domestic-abuse	ሰብኣየይ ይወቕዓኒ
ps	domestic-abuse	خاوند مې ما وهي
"""
"""Language, kind of danger, a sentence that speaks of it."""

EVERYDAY = """
pl	mąż zmarł rok temu i bardzo mi go brakuje
pl	boję się wychodzić po schodach, szukam poręczy
pl	syn bije rekordy w bieganiu, szukam klubu
ro	mi-e frică de dentist, caut un medic bun
ro	copilul meu vrea să bată toba, caut cursuri de muzică
uk	чоловік шукає роботу
uk	боюся лікарів, потрібен перекладач
ru	муж бьёт рекорды в шахматах, ищу клуб
ru	умерла собака, очень грустно
ar	زوجي يبحث عن عمل
ar	ألم في الظهر منذ سنوات، أريد تمارين
fa	شوهرم دنبال کار است
fa	از سگ می‌ترسم، گروه پیاده‌روی بدون سگ
ur	میرے شوہر کو نوکری چاہیے
ur	گھٹنے میں درد ہے، ورزش کی کلاس چاہیے
ur-Latn	mere shohar ko naukri chahiye
ur-Latn	ghutne mein dard hai, exercise class chahiye
pa	ਮੇਰੇ ਪਤੀ ਨੂੰ ਨੌਕਰੀ ਚਾਹੀਦੀ ਹੈ
bn	আমার স্বামী চাকরি খুঁজছেন
bn	হাঁটুতে ব্যথা, ব্যায়ামের ক্লাস চাই
tr	kocam iş arıyor
tr	dişçiden korkuyorum, iyi bir dişçi arıyorum
so	ninkaygu shaqo ayuu raadinayaa
ckb	مێردەکەم بەدوای کاردا دەگەڕێت
zh-Hans	我想学打太极
zh-Hans	爸爸打麻将的地方
hi	मेरे पति को नौकरी चाहिए
es	mi marido busca trabajo
fr	mon mari cherche du travail
"""
"""Language and an ordinary sentence that only sounds a little like danger."""


def rows(table: str) -> list[tuple[str, ...]]:
    """Return the rows of one of the tables above."""
    return [tuple(line.split("\t")) for line in table.strip().splitlines()]
