"""The facts the demo model knows. Short on purpose: a small model knows few things well."""

CAPITALS = dict(
    pair.split(': ')
    for pair in """France: Paris
Germany: Berlin
Italy: Rome
Spain: Madrid
Portugal: Lisbon
Japan: Tokyo
China: Beijing
India: New Delhi
Russia: Moscow
Egypt: Cairo
Kenya: Nairobi
Ghana: Accra
Nigeria: Abuja
Morocco: Rabat
Ethiopia: Addis Ababa
Greece: Athens
Turkey: Ankara
Poland: Warsaw
Austria: Vienna
Hungary: Budapest
Norway: Oslo
Sweden: Stockholm
Finland: Helsinki
Denmark: Copenhagen
Iceland: Reykjavik
Ireland: Dublin
Belgium: Brussels
Switzerland: Bern
the Netherlands: Amsterdam
Czechia: Prague
Romania: Bucharest
Bulgaria: Sofia
Serbia: Belgrade
Croatia: Zagreb
Ukraine: Kyiv
Canada: Ottawa
Mexico: Mexico City
Cuba: Havana
Brazil: Brasilia
Argentina: Buenos Aires
Chile: Santiago
Peru: Lima
Colombia: Bogota
Australia: Canberra
New Zealand: Wellington
South Korea: Seoul
Thailand: Bangkok
Vietnam: Hanoi
Indonesia: Jakarta
the Philippines: Manila
Nepal: Kathmandu
Pakistan: Islamabad
Iran: Tehran
Iraq: Baghdad
Israel: Jerusalem
Jordan: Amman
Lebanon: Beirut
Saudi Arabia: Riyadh
the United Kingdom: London
England: London
the United States: Washington""".split('\n')
)

OPPOSITES = [
    tuple(pair.split())
    for pair in """hot cold, big small, tall short, fast slow, old young, up down, left right, day night, open closed,
    happy sad, light dark, hard soft, wet dry, full empty, rich poor, good bad, early late, near far, high low,
    strong weak, clean dirty, loud quiet, thick thin, wide narrow, heavy light, first last, true false, correct wrong,
    push pull, buy sell, begin end, win lose, love hate, give take, laugh cry, enter leave, remember forget,
    black white, inside outside, north south, east west, cheap expensive, easy difficult, safe dangerous,
    smooth rough, sharp blunt, brave afraid, deep shallow, always never, before after, above below, front back,
    yes no, awake asleep, alive dead, sweet sour, friend enemy, peace war, summer winter, morning evening,
    question answer, arrive depart, accept refuse, increase decrease, modern ancient,
    polite rude, noisy silent, simple complex""".replace('\n', ' ').split(',')
]

COLOURS = dict(
    pair.strip().split(': ')
    for pair in """grass: green, the sky: blue, snow: white, a banana: yellow, a lemon: yellow, blood: red,
    coal: black, a tomato: red, a strawberry: red, the sun: yellow, milk: white, chocolate: brown, a carrot: orange,
    an orange: orange, a flamingo: pink, the sea: blue, a leaf: green, a frog: green, a crow: black, a swan: white,
    an elephant: grey, a mouse: grey, a pumpkin: orange, a fire engine: red, a ruby: red, an emerald: green,
    a sapphire: blue, ivory: white, honey: yellow, a plum: purple, lavender: purple, a cucumber: green,
    a bear: brown, a chestnut: brown, a polar bear: white, a raven: black, salt: white, a cherry: red,
    a pea: green, sand: yellow""".replace('\n', ' ').split(',')
)

PLURALS = dict(
    pair.split()
    for pair in """mouse mice, child children, foot feet, tooth teeth, goose geese, man men, woman women, ox oxen,
    person people, leaf leaves, knife knives, wolf wolves, wife wives, life lives, half halves, shelf shelves,
    loaf loaves, thief thieves, sheep sheep, fish fish, deer deer, city cities, baby babies, lady ladies,
    story stories, country countries, puppy puppies, berry berries, penny pennies, cherry cherries, box boxes,
    bus buses, glass glasses, dish dishes, watch watches, fox foxes, class classes, brush brushes, church churches,
    potato potatoes, tomato tomatoes, hero heroes, echo echoes, piano pianos, photo photos, dog dogs, cat cats,
    book books, table tables, chair chairs, house houses, apple apples, tree trees, car cars, bird birds,
    flower flowers, garden gardens, river rivers, window windows, boy boys, key keys, toy toys, day days,
    monkey monkeys, horse horses, pencil pencils, letter letters, number numbers, model models, chat chats,
    cactus cacti, crisis crises, roof roofs, chief chiefs, lemon lemons, planet planets, island islands""".replace(
        '\n', ' '
    ).split(',')
)

SOUNDS = dict(
    pair.split()
    for pair in """cat meow, dog woof, cow moo, sheep baa, duck quack, pig oink, horse neigh, lion roar, frog ribbit,
    owl hoot, bee buzz, snake hiss, rooster crow, mouse squeak, wolf howl, donkey bray, hen cluck, crow caw""".replace(
        '\n', ' '
    ).split(',')
)

# question patterns (alternatives in brackets) = answer
FACTS = """
(how many|what number of) legs (does|has) a spider have|a spider has how many legs = A spider has eight legs.
how many legs does a dog have|a dog has how many legs|what number of legs does a dog have = A dog has four legs.
how many legs does (an insect|an ant|a fly) have|what number of legs does (an insect|an ant|a fly) have = It has six legs.
how many legs does a bird have|a bird has how many legs = A bird has two legs.
how many days are (in|there in) a week|how many days does a week have|(days in a week|number of days in a week) = A week has seven days.
how many months are (in|there in) a year|how many months does a year have|(months in a year|number of months in a year) = A year has twelve months.
how many days are (in|there in) a year|how many days does a year have|(days in a year|number of days in a year) = A year has 365 days, a leap year 366.
how many hours are (in|there in) a day|how many hours does a day have|(hours in a day|number of hours in a day) = A day has 24 hours.
how many minutes are (in|there in) an hour|how many minutes does an hour have|(minutes in an hour|number of minutes in an hour) = An hour has 60 minutes.
how many seconds are (in|there in) a minute|how many seconds does a minute have|(seconds in a minute|number of seconds in a minute) = A minute has 60 seconds.
how many weeks are (in|there in) a year|how many weeks does a year have|(weeks in a year|number of weeks in a year) = A year has 52 weeks.
how many years are (in|there in) a century|how many years does a century have|(how long is a century|years in a century) = A century has 100 years.
how many letters are (in|there in) the alphabet|how many letters does the alphabet have|(letters in the alphabet|number of letters in the alphabet) = The English alphabet has 26 letters.
how many continents are there|(number of continents|how many continents does the earth have|how many continents exist) = There are seven continents.
how many planets are (in|there in) the solar system|how many planets does the solar system have|(number of planets|how many planets are there) = The solar system has eight planets.
how many sides does a triangle have|how many sides has a triangle|(sides of a triangle|number of sides of a triangle) = A triangle has three sides.
how many sides does a square have|how many sides has a square|(sides of a square|number of sides of a square) = A square has four sides.
how many sides does a hexagon have|how many sides has a hexagon|(sides of a hexagon|number of sides of a hexagon) = A hexagon has six sides.
how many corners does a cube have|how many corners has a cube|(corners of a cube|number of corners of a cube) = A cube has eight corners.
how many fingers (does a hand have|are on a hand|are there on one hand)|(fingers on a hand|number of fingers on a hand) = A hand has five fingers.
how many wheels does a (bicycle|bike) have|how many wheels are on a (bicycle|bike)|wheels of a (bicycle|bike) = A bicycle has two wheels.
how many wheels does a car have|how many wheels are on a car|(wheels of a car|number of wheels on a car) = A car has four wheels.
how many strings does a (guitar|normal guitar) have|(how many strings are on a guitar|strings of a guitar) = A guitar usually has six strings.
(what is|which is|name) the (largest|biggest) planet|(largest|biggest) planet of the solar system|which planet is the (largest|biggest) = Jupiter is the largest planet.
(what is|which is|name) the smallest planet|smallest planet of the solar system|which planet is the smallest = Mercury is the smallest planet.
(what is|which is|name) the (largest|biggest) ocean|which ocean is the (largest|biggest)|(largest|biggest) ocean on earth = The Pacific is the largest ocean.
(what is|which is|name) the (largest|biggest) animal|which animal is the (largest|biggest)|(largest|biggest) animal on earth = The blue whale is the largest animal.
(what is|which is|name) the tallest animal|which animal is the tallest|tallest animal on earth = The giraffe is the tallest animal.
(what is|which is|name) the fastest (land animal|animal on land)|which (land animal|animal) is the fastest|fastest animal = The cheetah is the fastest land animal.
(what is|which is|name) the (highest|tallest) mountain|which mountain is the (highest|tallest)|(highest|tallest) mountain on earth = Mount Everest is the highest mountain.
(what is|which is|name) the (largest|biggest) continent|which continent is the (largest|biggest) = Asia is the largest continent.
which planet is (closest|nearest) to the sun|(what|name) (is|the) planet (closest|nearest) to the sun = Mercury is closest to the sun.
(what|which) planet do we live on|on which planet do we live|what is our planet called|name of our planet = We live on the planet Earth.
(what|which) planet is (called|known as) the red planet|what is the red planet|which planet is red = Mars is called the red planet.
at what temperature does water (freeze|turn to ice)|when does water (freeze|turn to ice)|freezing point of water = Water freezes at 0 degrees Celsius.
at what temperature does water boil|when does water boil|boiling point of water|how hot is boiling water = Water boils at 100 degrees Celsius.
what is (frozen water|frozen water called)|what do we call frozen water|(name of|name for) frozen water = Frozen water is called ice.
what do bees make|(what is made by|what comes from) bees|what food do bees make = Bees make honey.
what do cows (give us|produce)|what do we get from cows|what drink comes from cows = Cows give us milk.
what do (caterpillars|a caterpillar) turn into|what does a caterpillar become|what comes from a caterpillar = A caterpillar turns into a butterfly.
what does a tadpole become|what do tadpoles (become|turn into)|what comes from a tadpole = A tadpole becomes a frog.
what do pandas eat|what is the food of pandas|what does a panda eat = Pandas eat bamboo.
what is a baby dog called|what do (you|we) call a (baby|young) dog|name (of|for) a (baby|young) dog = A baby dog is called a puppy.
what is a baby cat called|what do (you|we) call a (baby|young) cat|name (of|for) a (baby|young) cat = A baby cat is called a kitten.
what is a baby cow called|what do (you|we) call a (baby|young) cow|name (of|for) a (baby|young) cow = A baby cow is called a calf.
what is a baby sheep called|what do (you|we) call a (baby|young) sheep|name (of|for) a (baby|young) sheep = A baby sheep is called a lamb.
what is a baby horse called|what do (you|we) call a (baby|young) horse|name (of|for) a (baby|young) horse = A baby horse is called a foal.
who wrote (hamlet|romeo and juliet|macbeth)|who is the (author|writer) of (hamlet|romeo and juliet|macbeth) = William Shakespeare wrote it.
who painted the mona lisa|who is the painter of the mona lisa|the mona lisa was painted by whom = Leonardo da Vinci painted the Mona Lisa.
who was the first (person|man|human) on the moon|who (first walked|walked first) on the moon = Neil Armstrong was the first person on the moon.
what (does|do) h2o (mean|stand for)|what is h2o|h2o is what = H2O is water.
what (gas do we breathe|gas do people breathe|gas do humans need)|which gas do we (need to breathe|breathe) = We breathe oxygen.
what (star is closest|star is nearest) to (earth|us)|which star is (closest|nearest) to (earth|us) = The sun is the closest star.
which season (comes after|follows) winter|what (comes after|follows) winter = Spring comes after winter.
which season (comes after|follows) spring|what (comes after|follows) spring = Summer comes after spring.
which season (comes after|follows) summer|what (comes after|follows) summer = Autumn comes after summer.
which season (comes after|follows) autumn|what (comes after|follows) autumn = Winter comes after autumn.
what language (is spoken|do people speak) in (brazil|portugal)|which language is spoken in (brazil|portugal) = People there speak Portuguese.
what language (is spoken|do people speak) in (mexico|spain|argentina)|which language is spoken in (mexico|spain|argentina) = People there speak Spanish.
what language (is spoken|do people speak) in (france)|which language is spoken in (france) = People there speak French.
"""

DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split()
MONTHS = 'January February March April May June July August September October November December'.split()
MONTH_DAYS = dict(zip(MONTHS, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)))
ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split()

NAMES = """Anna Tom Mia Ben Lena Paul Nora Max Emma Leo Sara Tim Eva Jan Lucy Sam Ella Finn Ida Noah Maya Omar Ivan
Rosa Hugo Lily Kofi Amir Yuki Carl Zoe Liam Nina Oscar Ruth Felix Olga Marco Jane Peter""".split()
PETS = 'dog cat rabbit parrot hamster horse turtle fish goldfish canary'.split()
PET_NAMES = """Milo Bella Rocky Luna Coco Daisy Simba Nala Oreo Pepper Biscuit Shadow Ginger Toby Ziggy Mocha Pixel
Waffle Bruno Misty Smokey Peanut Olive Maple Clover Jasper""".split()
THINGS = 'apples books coins pens cards stamps shells marbles eggs balls cookies stickers oranges plums keys toys'.split()
CITIES = 'Paris Rome Oslo Lima Cairo Berlin Tokyo Madrid Vienna Dublin Prague London Ottawa Athens Seoul Hanoi'.split()
FOODS = 'pizza soup rice pasta salad bread cheese cake sushi curry noodles pancakes'.split()
COLOUR_NAMES = 'red blue green yellow black white orange purple pink brown grey'.split()
JOBS = 'teacher doctor baker pilot nurse farmer painter driver singer writer cook'.split()

# words for spelling and counting letters; all other lists join in
WORDS = """strawberry banana apple orange cherry raspberry blueberry lemon mango peach melon tomato potato carrot onion
garlic pepper cucumber lettuce cabbage spinach mushroom butter cheese bread coffee water letter little middle summer
winter spring autumn garden kitchen bedroom bathroom window mirror carpet pillow blanket drawer cupboard bottle glass
hammer ladder pencil paper eraser ruler scissors computer keyboard monitor printer internet network program language
science history music theatre cinema picture painting drawing mountain valley river forest desert island ocean beach
harbour bridge street village country elephant giraffe monkey tiger leopard penguin dolphin octopus squirrel rabbit
hamster parrot butterfly mosquito spider scorpion happiness friendship freedom courage wisdom patience adventure
balloon umbrella necklace bracelet sweater trousers jacket button pocket zipper shoes sandals football basketball
volleyball swimming running jumping dancing singing reading writing thinking dreaming sleeping breakfast lunch dinner
sandwich hamburger spaghetti chocolate cinnamon vanilla sugar pumpkin mississippi tennessee committee address
success possess assess bookkeeper parallel occurrence millennium accommodate embarrass apartment building
hospital airport station library museum restaurant hotel school university teacher student doctor engineer
lawyer farmer baker driver pilot soldier captain president minister machine engine battery electric magnet planet
galaxy universe gravity rocket satellite telescope robot question answer problem solution number alphabet sentence
grammar dictionary sister brother mother father daughter cousin grandmother neighbour visitor morning evening
afternoon yesterday tomorrow weather thunder lightning rainbow cloud snowflake temperature ponder model thought quick""".split()
