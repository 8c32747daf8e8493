// Long parce que c'est un récit : cinq rencontres, ce qu'elles ont décidé, et ce que leurs groupes ont livré, dans l'ordre des jours.
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { slug } from '#kernel/texte.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { ouvrable } from './jours.ts'
import { dernier, type Personne } from './rejouer.ts'

/**
 * La suite du pôle Formation, inventée d'un bout à l'autre : cinq rencontres racontées, des votes clos et suivis, un premier livrable
 * relu par groupe, un dossier fermé, une date qui se cherche. Chaque geste passe par sa page, au jour où il se fait.
 */
export type SuiteDuPole = {
  readonly pole: string
  /** Les groupes de la première rencontre, dans l'ordre de ses thèmes. */
  readonly groupes: readonly string[]
  readonly anime: Personne
  readonly autres: readonly Personne[]
  readonly maintenant: Date
  /** Place l'horloge de la démonstration. */
  readonly regler: (quand: Date) => void
}

const id = (n: number): string => `018f4a00-7000-7000-8000-${String(n).padStart(12, '0')}`

type Rencontre = {
  readonly n: number
  readonly titre: string
  /** Jours avant aujourd'hui. */
  readonly avant: number
  readonly format: string
  readonly hote: string
  readonly lieu: string
  readonly recit: string
  readonly points: readonly string[]
  /** Personnes présentes, dans l'ordre : qui anime, puis les autres. */
  readonly presents: readonly number[]
  readonly engagement: string
  readonly decision?: {
    readonly titre: string
    readonly texte: string
    readonly voix: readonly string[]
    readonly suite: Readonly<Record<string, string>>
  }
}

const rencontres: readonly Rencontre[] = [
  {
    n: 500,
    titre: 'Troisième rencontre',
    avant: 330,
    format: 'demi-journee',
    hote: 'Les Tisserands',
    lieu: '4 quai de la Navette, Brest',
    recit:
      'Une demi-journée pour ouvrir les classeurs. Chacune est venue avec un indicateur qui lui résiste, et la preuve qu’elle croit avoir.\n\n## Ce que nous avons vu\n\nLes mêmes trous reviennent : le besoin de l’entreprise, recueilli au téléphone et jamais écrit ; l’évaluation à froid, envoyée et jamais relue. **Personne n’a tort seule.**',
    points: ['Nos preuves, posées sur la table', 'Qui relit quoi'],
    presents: [2, 3, 1, 2],
    engagement: 'Rassembler les trames d’entretien de chacune',
    decision: {
      titre: 'Tenir un compte courant entre nous, mille cinq cents euros au plus dans chaque sens',
      texte:
        'Une salle, une journée, du matériel : l’une note, l’autre accorde. Personne ne doit ni n’avance plus de **1 500 €**.\n\n- une personne prêtée se compte au coût\n- une fois l’an, tout se compense',
      voix: ['0', '0', '0', '0'],
      suite: {
        realisation: 'faite',
        responsable: 'Langue & Lien',
        suivi: 'Le compte est ouvert ; quatre coopératives l’ont pris.',
      },
    },
  },
  {
    n: 510,
    titre: 'Quatrième rencontre',
    avant: 250,
    format: 'petit-dejeuner',
    hote: 'Terre d’Appui',
    lieu: '9 rue des Communs, Lorient',
    recit:
      'Un petit-déjeuner consacré aux appels d’offres. Trois marchés perdus, racontés sans fard : le prix n’était en cause qu’une fois.\n\nNous répondrons ensemble au prochain, à condition de nous être dit d’avance **qui porte, qui paie, et ce qui se passe si l’une s’en va**.',
    points: ['Trois marchés perdus', 'Ce qu’une convention de co-traitance doit régler'],
    presents: [1, 1, 2, 1],
    engagement: 'Écrire la liste de ce qui se règle avant de répondre',
    decision: {
      titre: 'Répondre à plusieurs dès que le lot dépasse ce que chacune peut tenir',
      texte:
        'Quand un lot dépasse les moyens d’une coopérative, elle le dit au pôle **avant** de renoncer ou de répondre seule.\n\n- une réponse commune a un mandataire nommé\n- ce qui s’y échange reste entre celles qui répondent',
      voix: ['0', '0', '0', '1'],
      suite: {
        realisation: 'en-cours',
        responsable: 'Terre d’Appui',
        suivi: 'Un premier lot se prépare à deux, dans un dossier fermé.',
      },
    },
  },
  {
    n: 520,
    titre: 'Cinquième rencontre',
    avant: 170,
    format: 'visio',
    hote: '',
    lieu: '',
    recit:
      'À distance, pour que personne ne renonce à une journée. La coopérative d’activités et d’emploi a expliqué comment six enseignes forment sous un seul numéro de déclaration.\n\n## Ce qui a surpris\n\nUne mission interne ne se facture pas deux fois, et ne se compte qu’une fois au bilan. Plusieurs d’entre nous le faisaient autrement.',
    points: ['Un seul numéro, six enseignes', 'Les missions internes'],
    presents: [1, 2, 1],
    engagement: 'Dessiner le circuit d’un visa, sur une page',
  },
  {
    n: 530,
    titre: 'Sixième rencontre',
    avant: 95,
    format: 'aperitif',
    hote: 'Atelier des Savoirs',
    lieu: '7 impasse des Forges, Nantes',
    recit:
      'Un apéritif, et une seule question : pourquoi n’appelons-nous pas la voisine quand il nous manque une formatrice ?\n\nParce que l’on ne sait ni qui elle connaît, ni à quel prix, ni si c’est permis. **Les trois se règlent.** Un prêt se fait au coût du salaire, sans marge ; le reste est de la sous-traitance, et se dit.',
    points: ['Prêter n’est pas vendre', 'Un vivier que l’on tient à jour'],
    presents: [2, 2, 2, 3],
    engagement: 'Soumettre des règles de prêt au vote',
    decision: {
      titre: 'Tenir un vivier d’intervenants, ouvert aux coopératives du pôle',
      texte:
        'Chaque coopérative y inscrit qui le veut bien, avec son accord écrit, et l’en retire sur demande.',
      voix: ['0', '0', '0', '0'],
      suite: {
        realisation: 'faite',
        responsable: 'Langue & Lien',
        suivi: 'Le vivier compte ses premières fiches.',
      },
    },
  },
  {
    n: 540,
    titre: 'Septième rencontre',
    avant: 40,
    format: 'demi-journee',
    hote: 'Langue & Lien',
    lieu: '12 rue du Chapeau-Rouge, Rennes',
    recit:
      'Le nouveau référentiel national qualité s’applique depuis le 1er novembre. Nous l’avons lu à voix haute, indicateur par indicateur, et noté ce qui change vraiment.\n\n## La suite\n\nUn nouveau tour de table a dit où va l’énergie : d’abord des salles accessibles, ensuite une veille que l’on partage sans se copier.',
    points: ['Ce qui change depuis le 1er novembre', 'Un nouveau tour de table'],
    presents: [3, 2, 1, 2],
    engagement: 'Envoyer la grille annotée à toutes',
  },
]

/** Ce que chaque groupe a livré d'abord : titre, licence, et le document lui-même. */
const livrables: readonly {
  readonly titre: string
  readonly licence: string
  readonly note: string
  readonly texte: string
}[] = [
  {
    titre: 'Où trouver la preuve, indicateur par indicateur',
    licence: 'cc-by-sa',
    note: 'Première lecture, à trois coopératives.',
    texte:
      'Où trouver la preuve\n\nAvant de produire une pièce pour l’audit, chercher celle que le travail a déjà laissée.\n\n- Le besoin du client : le compte rendu de l’entretien, daté, rangé avec la convention.\n- L’adaptation : la trace de ce qui a changé entre deux sessions, et pourquoi.\n- La veille : qui a lu, ce qu’on en a décidé, ce qu’on en a fait.\n\nUne preuve commune n’est jamais la preuve d’une seule : on partage la source, chacune écrit ce qu’elle en fait.\n',
  },
  {
    titre: 'Ce qu’un logiciel doit savoir faire le premier jour',
    licence: 'cc-by',
    note: 'Dix lignes, écrites après deux essais.',
    texte:
      'Le premier jour\n\n1. Une session, ses séances, ses stagiaires, sans rien saisir deux fois.\n2. Une convention que l’on est fière d’envoyer.\n3. Un émargement qui se signe sans réseau.\n4. Un certificat qui dit les heures réellement suivies.\n5. Tout pouvoir reprendre, et partir avec.\n',
  },
  {
    titre: 'Dix points à régler avant de répondre ensemble',
    licence: 'pole',
    note: 'Tiré de trois marchés perdus.',
    texte:
      'Avant de répondre ensemble\n\nQui est mandataire, et solidaire de quoi. Qui signe. Qui paie le temps de la réponse. Comment les prix se disent, et à qui. Ce qui se passe si l’une se retire. Qui garde les pièces. Qui parle à l’acheteur. Comment on se partage les lots. Ce qu’on fait de ce qui a été appris. Quand on se revoit.\n',
  },
  {
    titre: 'Le circuit d’un visa, sur une page',
    licence: 'cc-by-sa',
    note: 'Pour former sous un seul numéro de déclaration.',
    texte:
      'Le circuit d’un visa\n\nL’entrepreneuse propose. L’équipe d’appui vise ce qui engage la coopérative : une convention, un certificat, une facture. Elle ne vise rien d’autre. Un visa qui attend depuis trois jours se voit.\n',
  },
  {
    titre: 'Prêter une personne : ce que dit le code du travail',
    licence: 'cc-by-sa',
    note: 'À relire avec un conseil avant tout premier prêt.',
    texte:
      'Prêter une personne\n\nLe prêt de main-d’œuvre à but non lucratif est permis (article L. 8241-2) : l’accord exprès de la personne, une convention entre les deux coopératives, un avenant à son contrat. On refacture le salaire, ses charges et les frais, et rien de plus. Au-delà, ce n’est plus un prêt.\n',
  },
]

/** Les heures que prend chaque forme de rencontre. */
const heures: Readonly<Record<string, readonly [string, string]>> = {
  'petit-dejeuner': ['8 h 30', '10 h 30'],
  aperitif: ['18 h 30', '20 h 30'],
}

const optionDe = (page: string, motif: RegExp): string => motif.exec(page)?.[1] ?? ''

export const jouerLaSuite = async (s: SuiteDuPole): Promise<void> => {
  const { pole, anime, autres, maintenant } = s
  const ici = `/poles/${pole}`
  const aujourdhui = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const jour = (ecart: number) => formaterDate(ajouterJours(aujourdhui, ecart), 'chiffres')
  const aller = (ecart: number, minutes = 10 * 60) =>
    s.regler(instantDe(ajouterJours(aujourdhui, ecart), minutes, ZONE_PAR_DEFAUT).instant)
  const gens = [anime, ...autres]

  const raconter = async (dite: Rencontre): Promise<void> => {
    const r = { ...dite, avant: -ouvrable(aujourdhui, -dite.avant) }
    const [de, a] = heures[r.format] ?? ['14 h', '17 h']
    const la = `${ici}/reunions/${id(r.n)}`
    aller(-r.avant - 30)
    await anime.envoyer(`${ici}/reunions/nouvelle`, {
      _jeton: id(r.n),
      titre: r.titre,
      format: r.format,
      jour: jour(-r.avant),
      de,
      a,
      zone: ZONE_PAR_DEFAUT,
      hote: r.hote,
      lieu: r.lieu,
      visio: r.lieu ? '' : 'https://visio.union-regionale.example/pole-formation',
    })
    for (const [i, point] of r.points.entries())
      await gens[i]?.envoyer(`${la}/points`, { _jeton: id(r.n + 20_000 + i), point, minutes: '60' })
    for (const [i, n] of r.presents.entries())
      await gens[i]?.envoyer(`${la}/reponse`, { dit: n > 0 ? 'oui' : 'non' })
    aller(-r.avant, 22 * 60)
    await anime.envoyer(`${la}/etat`, {})
    // L'ordre des coopératives est celui de la page : on y lit leurs identifiants.
    const page = await anime.lire(la)
    const cooperatives = [...page.matchAll(/name="presence\[(\d+)\]\.cooperative" value="([0-9a-f-]{36})"/g)]
    await anime.envoyer(
      `${la}/presences`,
      Object.fromEntries([
        ...cooperatives.flatMap(([, i, o], k) => [
          [`presence[${i}].cooperative`, o ?? ''],
          [`presence[${i}].personnes`, String(r.presents[k] ?? 0)],
        ]),
        ['invites', ''],
      ]),
    )
    await anime.envoyer(`${la}/recit`, { recit: r.recit })
    await gens[r.n % gens.length]?.envoyer(`${la}/engagements`, {
      _jeton: id(r.n + 30_000),
      quoi: r.engagement,
      qui: 'le groupe qui s’en charge',
      pour: jour(-r.avant + 25),
    })
    if (r.decision) {
      const vote = `${ici}/decisions/${id(r.n + 1)}`
      await anime.envoyer(`${ici}/decisions/nouvelle`, {
        _jeton: id(r.n + 1),
        genre: 'consentement',
        titre: r.decision.titre,
        texte: r.decision.texte,
        quorum: '50',
        part: '50',
        ferme: jour(-r.avant + 6),
        reunion: id(r.n),
        scrutin: 'cooperative',
        portee: 'pole',
        revoir: jour(330),
      })
      for (const [i, reponse] of r.decision.voix.entries()) {
        const pour = optionDe((await gens[i]?.lire(vote)) ?? '', /name="pour" value="([0-9a-f-]{36})"/)
        if (pour) await gens[i]?.envoyer(`${vote}/voix`, { pour, reponse, motif: '' })
      }
      await anime.envoyer(`${vote}/clore`, {})
      await anime.envoyer(`${vote}/suite`, { echeance: '', revoir: '', ...r.decision.suite })
    }
    if (r.n === 540) await peserLesThemes()
    await anime.envoyer(`${la}/compte-rendu`, { geste: 'amendement' })
    if (r.n === 510)
      await autres[0]?.envoyer(`${la}/amendements`, {
        _jeton: id(r.n + 40_000),
        amendement: 'Nous étions deux, dont une personne arrivée en fin de matinée.',
      })
    aller(-r.avant + 8)
    await anime.envoyer(`${la}/compte-rendu`, { geste: 'valide' })
    await anime.envoyer(`${la}/retour`, { _jeton: id(r.n + 2) })
  }

  /** Les engagements d'hier sont tenus, sauf le dernier : la page du pôle montre les deux. */
  const tenirLesEngagements = async (): Promise<void> => {
    const page = await anime.lire(ici)
    const pris = [...page.matchAll(/<option value="([0-9a-f-]{36})">([^<]*)<\/option>/g)]
    for (const r of rencontres.slice(0, -1)) {
      const engagement = pris.find(([, , texte]) => texte?.startsWith(r.engagement.slice(0, 30)))?.[1]
      if (engagement)
        await anime.envoyer(`${ici}/engagements`, {
          engagement,
          devient: 'tenu',
          mot: 'livré au groupe',
          report: '',
        })
    }
  }

  /** Le tour de table de la septième : des enjeux, deux thèmes, et ce que chaque coopérative leur donne de points. */
  const peserLesThemes = async (): Promise<void> => {
    const la = `${ici}/reunions/${id(540)}`
    const enjeux = [
      'Nos salles refusent encore des fauteuils.',
      'Chacune lit les mêmes textes le même soir.',
      'La veille que je lis ne finit jamais en décision.',
    ]
    for (const [i, enjeu] of enjeux.entries())
      await gens[i]?.envoyer(`${la}/enjeux`, { _jeton: id(50_000 + i), enjeu })
    await anime.envoyer(`${la}/themes`, { themes: 'Une veille partagée\nDes salles accessibles' })
    const page = await anime.lire(la)
    const theme = (nom: string) =>
      optionDe(page, new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>${nom}</option>`))
    const [veille, salles] = [theme('Une veille partagée'), theme('Des salles accessibles')]
    await anime.envoyer(
      `${la}/rangements`,
      Object.fromEntries(
        enjeux.flatMap((_, i) => [
          [`rangement[${i}].enjeu`, id(50_000 + i)],
          [`rangement[${i}].theme`, i === 0 ? salles : veille],
        ]),
      ),
    )
    for (const [i, [a, b]] of (
      [
        ['3', '5'],
        ['2', '6'],
        ['5', '3'],
        ['1', '7'],
      ] as const
    ).entries())
      await gens[i]?.envoyer(`${la}/pesees`, {
        'pesee[0].theme': veille,
        'pesee[0].points': a,
        'pesee[1].theme': salles,
        'pesee[1].points': b,
      })
  }

  /** Un premier livrable par groupe : livré par l'une, relu par une autre. */
  const livrer = async (): Promise<void> => {
    for (const [i, l] of livrables.entries()) {
      const groupe = `${ici}/groupes/${s.groupes[i]}`
      const auteur = gens[i % gens.length]
      const relecteur = gens[(i + 1) % gens.length]
      aller(-90 + i * 8)
      for (const p of [auteur, relecteur]) await p?.envoyer(`${groupe}/gens`, { geste: 'entrer' })
      const livrable = id(60_000 + i)
      await auteur?.envoyer(`${groupe}/livrer`, {
        _jeton: livrable,
        titre: l.titre,
        licence: l.licence,
        dateLe: jour(-90 + i * 8),
        valableAu: i === 0 ? jour(340) : '',
        note: l.note,
        fichier: new File([l.texte], `${slug(l.titre).slice(0, 60)}.txt`, { type: 'text/plain' }),
      })
      aller(-86 + i * 8)
      await relecteur?.envoyer(`${ici}/livrables/${livrable}/relire`, {
        vue: '1',
        avis: i === 4 ? 'a-reprendre' : 'bon',
        mot:
          i === 4 ? 'Dire aussi la période probatoire, si elle touche un élément essentiel du contrat.' : '',
      })
    }
    // Le groupe des appels d'offres tient un dossier fermé : ni l'animation, ni les autres ne le voient.
    const marches = `${ici}/groupes/${s.groupes[2]}`
    aller(-20)
    const porteur = gens[2]
    await porteur?.envoyer(`${marches}/dossiers`, {
      _jeton: id(61_000),
      nom: 'Réponse au lot 3',
      objet: 'Parcours de la Région, à deux. Rien n’en sort avant le dépôt.',
    })
    const dossier = `${ici}/dossiers/${id(61_000)}`
    const voisine = optionDe(
      (await porteur?.lire(dossier)) ?? '',
      /<option value="([0-9a-f-]{36} [0-9a-f-]{36})"/,
    )
    if (voisine) await porteur?.envoyer(`${dossier}/entrer`, { qui: voisine })
    await porteur?.envoyer(`${marches}/livrer`, {
      _jeton: id(61_001),
      titre: 'Qui fait quoi, et à quel prix',
      dossier: id(61_000),
      licence: 'reserve',
      dateLe: jour(-20),
      note: 'Brouillon.',
      fichier: new File(['Brouillon : les deux parts, à discuter de vive voix.\n'], 'parts.txt', {
        type: 'text/plain',
      }),
    })
  }

  for (const r of rencontres) await raconter(r)
  await livrer()
  await tenirLesEngagements()
  await anime.envoyer(`${ici}/suivre`, { geste: 'oui' })
}

/** La rencontre d'après la prochaine : trois dates, et des réponses. */
export const chercherLaDateDApres = async (s: SuiteDuPole): Promise<void> => {
  const { pole, anime, autres, maintenant } = s
  const ici = `/poles/${pole}`
  const gens = [anime, ...autres]
  const jour = (ecart: number) =>
    formaterDate(ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), ecart), 'chiffres')
  const la = `${ici}/reunions/${id(550)}`
  const dates = [44, 46, 51].flatMap((n, i) => [
    [`dates[${i}].jour`, jour(ouvrable(jourLocal(maintenant, ZONE_PAR_DEFAUT), n))],
    [`dates[${i}].de`, i === 1 ? '9 h' : '14 h'],
    [`dates[${i}].a`, i === 1 ? '12 h' : '17 h'],
  ])
  await anime.envoyer(`${ici}/reunions/dates`, {
    _jeton: id(550),
    titre: 'Neuvième rencontre',
    format: 'demi-journee',
    zone: ZONE_PAR_DEFAUT,
    hote: 'Atelier des Savoirs',
    lieu: '7 impasse des Forges, Nantes',
    acces: 'À dix minutes de la gare à pied, plain-pied.',
    ferme: jour(10),
    ...Object.fromEntries(dates),
  })
  const vote = optionDe(await anime.lire(la), /href="([^"]*\/decisions\/[0-9a-f-]{36})"[^>]*>Dire quand/)
  if (dernier(vote) === '') return
  for (const [i, dits] of (
    [
      ['oui', 'peut-etre', 'oui'],
      ['oui', 'non', 'peut-etre'],
    ] as const
  ).entries()) {
    const qui = gens[i]
    const pour = optionDe((await qui?.lire(vote)) ?? '', /name="pour" value="([0-9a-f-]{36})"/)
    await qui?.envoyer(`${vote}/voix`, {
      pour,
      ...Object.fromEntries(dits.map((d, k) => [`reponses[${k}].dit`, d])),
      motif: i === 1 ? 'Le matin, le premier train arrive trop tard.' : '',
    })
  }
}
