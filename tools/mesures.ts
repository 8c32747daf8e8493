/** La page des chiffres (`docs/mesures.md`), tirée de ce que les bancs ont rendu. */

export type Rendu = {
  readonly nom: string
  readonly code: number
  readonly rapports: Readonly<Record<string, number>>
  readonly durees: Readonly<Record<string, number>>
  readonly mesures: Readonly<Record<string, number>>
  /** Le moindre et le plus grand des passages dont `durees` ou `mesures` donne la médiane. */
  readonly etendues: Readonly<Record<string, readonly [number, number]>>
}

export type Circonstances = {
  readonly le: Date
  readonly commit: string
  readonly processeur: string
  readonly coeurs: number
  readonly node: string
  /** La fraction des cœurs déjà occupée dans les secondes qui précèdent le premier banc : de 0 à 1. */
  readonly occupation: number
}

/** Ce que l'on compare : à un autre logiciel mesuré le même jour sur la même machine, ou à un but. `pair` et `but` dans l'unité de la ligne. */
type Ligne = {
  readonly banc: string
  readonly mesure: string
  readonly libelle: string
  readonly unite: string
  readonly pair?: number
  readonly but?: number
  /** Plus c'est grand, mieux c'est. */
  readonly haut?: true
}

/** Le pair : Dolibarr et Agefodd, 29 novembre 2026, deux cœurs, machine au repos, trois passages en alternance. */
const lignes: readonly Ligne[] = [
  {
    banc: 'papier',
    mesure: 'douze_certificats.clic_au_fichier_ms',
    libelle: 'Douze certificats, du clic au fichier',
    unite: 'ms',
    pair: 101,
    but: 120,
  },
  {
    banc: 'papier',
    mesure: 'epreuve.jamais_vue_ms',
    libelle: 'Une épreuve jamais vue',
    unite: 'ms',
    but: 30,
  },
  { banc: 'papier', mesure: 'certificat.ko', libelle: 'Un certificat', unite: 'ko', but: 15 },
  {
    banc: 'papier',
    mesure: 'douze_certificats.un_fichier_ko',
    libelle: 'Douze certificats, un fichier',
    unite: 'ko',
    pair: 34,
    but: 90,
  },
  {
    banc: 'documents',
    mesure: 'convention.v1.moteur_ms',
    libelle: 'Une convention, dans le moteur',
    unite: 'ms',
    pair: 52,
  },
  {
    banc: 'documents',
    mesure: 'feuille-emargement.v1.moteur_ms',
    libelle: 'Une feuille d’émargement, dans le moteur',
    unite: 'ms',
    pair: 18,
    but: 25,
  },
  {
    banc: 'documents',
    mesure: 'convention.v1.ko',
    libelle: 'Une convention',
    unite: 'ko',
    pair: 15,
    but: 40,
  },
  {
    banc: 'pages',
    mesure: 'liste.10000.pages_par_seconde',
    libelle: 'Liste des sessions',
    unite: 'pages/s',
    pair: 14.2,
    haut: true,
  },
  {
    banc: 'pages',
    mesure: 'session.10000.pages_par_seconde',
    libelle: 'Page d’une session',
    unite: 'pages/s',
    pair: 46.8,
    but: 400,
    haut: true,
  },
  {
    banc: 'pages',
    mesure: 'session.10000.p99_ms',
    libelle: 'Page d’une session, p99',
    unite: 'ms',
    pair: 267,
    but: 60,
  },
  {
    banc: 'pages',
    mesure: 'session.10000.calcul_ms',
    libelle: 'Page d’une session, calcul (web et base)',
    unite: 'ms',
    pair: 41.9,
    but: 4.5,
  },
  {
    banc: 'memoire',
    mesure: 'apres_charge_mio',
    libelle: 'Mémoire après la charge (PSS)',
    unite: 'Mio',
    pair: 358,
    but: 360,
  },
  { banc: 'memoire', mesure: 'au_repos_mio', libelle: 'Mémoire au repos (PSS)', unite: 'Mio', but: 220 },
  {
    banc: 'bpf',
    mesure: 'toutes les lignes du bilan',
    libelle: 'Bilan, 5 000 inscriptions',
    unite: 'ms',
    but: 110,
  },
  {
    banc: 'bpf',
    mesure: 'toutes les lignes du bilan / addition nue des mêmes lignes',
    libelle: 'Bilan, contre l’addition nue',
    unite: '×',
    but: 1.6,
  },
  {
    banc: 'qualite',
    mesure: 'le score entier, cible 200 ms',
    libelle: 'Score de qualité, 2 000 sessions',
    unite: 'ms',
    but: 200,
  },
  {
    banc: 'qualite',
    mesure: 'un fait écrit, puis le score qui le dit (ms)',
    libelle: 'Du fait écrit au score qui le dit',
    unite: 'ms',
    but: 1000,
  },
  {
    banc: 'registre',
    mesure: 'signatures/s, 1 organisme(s)',
    libelle: 'Signatures, un organisme',
    unite: 'par seconde',
    but: 400,
    haut: true,
  },
  {
    banc: 'registre',
    mesure: 'p99 d’une signature, 1 organisme(s)',
    libelle: 'Une signature, p99, un organisme',
    unite: 'ms',
    but: 150,
  },
  {
    banc: 'registre',
    mesure: 'signatures, 1 organisme(s), avec / sans registre',
    libelle: 'Ce que le registre garde du débit, un organisme',
    unite: '×',
    haut: true,
  },
  {
    banc: 'registre',
    mesure: 'signatures/s, 10 organisme(s)',
    libelle: 'Signatures, dix organismes',
    unite: 'par seconde',
    haut: true,
  },
  {
    banc: 'registre',
    mesure: 'p99 d’une signature, 10 organisme(s)',
    libelle: 'Une signature, p99, dix organismes',
    unite: 'ms',
    but: 150,
  },
  {
    banc: 'registre',
    mesure: 'signatures, 10 organisme(s), avec / sans registre',
    libelle: 'Ce que le registre garde du débit, dix organismes',
    unite: '×',
    but: 0.6,
    haut: true,
  },
  {
    banc: 'recherche-personnes',
    mesure: 'une lettre intervertie « fuachenibao »',
    libelle: 'Chercher parmi 50 000 personnes, une lettre intervertie',
    unite: 'ms',
    but: 50,
  },
  {
    banc: 'recherche-personnes',
    mesure: 'première page, sans chercher',
    libelle: 'La première page de 50 000 personnes',
    unite: 'ms',
    but: 50,
  },
  {
    banc: 'planning-semaine',
    mesure: 'la semaine de trente formateurs, par personne',
    libelle: 'La semaine de trente formateurs',
    unite: 'ms',
  },
  {
    banc: 'factures',
    mesure: 'écrire et vérifier un Factur-X',
    libelle: 'Écrire et vérifier un Factur-X',
    unite: 'ms',
    but: 40,
  },
  {
    banc: 'factures',
    mesure: 'le FEC de 50 000 écritures',
    libelle: 'Un FEC de 50 000 écritures',
    unite: 'ms',
    but: 2000,
  },
]

const nombre = (x: number): string => x.toLocaleString('fr-FR', { maximumSignificantDigits: 3 })

/** « × 2,1 » : combien de fois mieux que l'autre ; sous 1, moins bien. */
const rapport = (l: Ligne, valeur: number, autre: number): string =>
  `× ${nombre(l.haut ? valeur / autre : autre / valeur)}`

/** La page entière. Un banc qui n'a pas tourné, ou qui est tombé, n'y donne pas de chiffre : il y est nommé. */
export const ecrireMesures = (rendus: readonly Rendu[], c: Circonstances): string => {
  const bons = new Map(rendus.filter((r) => r.code === 0).map((r) => [r.nom, r]))
  const rangees = lignes.flatMap((l) => {
    const r = bons.get(l.banc)
    const valeur = r && { ...r.mesures, ...r.durees, ...r.rapports }[l.mesure]
    if (!r || valeur === undefined) return []
    const etendue = r.etendues[l.mesure]
    return [
      `| ${l.libelle} | ${nombre(valeur)} ${l.unite}${etendue ? ` (${nombre(etendue[0])} à ${nombre(etendue[1])})` : ''} | ${
        l.pair === undefined ? '' : `${nombre(l.pair)} ${l.unite}`
      } | ${l.pair === undefined ? '' : rapport(l, valeur, l.pair)} | ${
        l.but === undefined ? '' : `${l.haut ? '≥' : '≤'} ${nombre(l.but)} ${l.unite}`
      } |`,
    ]
  })
  const tombes = rendus.filter((r) => r.code !== 0).map((r) => r.nom)
  const absents = [...new Set(lignes.map((l) => l.banc))].filter((nom) => !rendus.some((r) => r.nom === nom))
  return `# Mesures

Page écrite par \`npm run banc -- --publier\`, le ${c.le.toISOString().slice(0, 16).replace('T', ' à ')} UTC, au commit \`${c.commit}\`.
${c.coeurs} cœurs (${c.processeur}), Node ${c.node}, cœurs occupés à ${nombre(c.occupation * 100)} % juste avant${
    c.occupation > 0.1 ? ' : **la machine n’était pas au repos, les durées se comparent mal**' : ''
  }.

| | Coforme, médiane (étendue) | Le pair | Rapport | But |
|---|---|---|---|---|
${rangees.join('\n')}
${tombes.length > 0 ? `\nBancs tombés : ${tombes.join(', ')}.\n` : ''}${
  absents.length > 0 ? `\nBancs non joués cette fois : ${absents.join(', ')}.\n` : ''
}
Le rapport dit combien de fois mieux que le pair ; sous 1, moins bien.

## Ce qui ne se compare pas

- Le pair est Dolibarr et Agefodd, mesurés le 29 novembre 2026 sur une machine de deux cœurs au repos. Ses chiffres n’ont pas été repris le
  jour de cette page : sur une autre machine, seul l’ordre de grandeur vaut.
- Ses papiers n’ont ni balisage, ni police jointe, ni pièce jointe : les nôtres sont composés pour être PDF/A-3a et PDF/UA-1 (non passés à veraPDF), et portent leurs données. Leur poids
  se compare en sachant cela.
- « Du clic au fichier » va chez nous de l’envoi du formulaire à la lecture du fichier réuni : douze pièces numérotées, figées et rangées d’une
  transaction durable, puis réunies. Chez lui, un fichier s’écrit sans que rien soit figé.
- Le client de mesure partage les cœurs du serveur. Le calcul (temps de processeur) dépend moins des voisins que la durée, sans en être libre.
- Le jeu de mesure n’a pas de dossier de client : la convention ne se mesure que dans le moteur, non par la page.
`
}
