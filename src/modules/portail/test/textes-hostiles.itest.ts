// Du HTML et du script dans chaque texte que les formulaires du pôle et du portail demandent : rien n'en devient une balise, sur aucune
// page, ni dedans ni au dehors. La liste des champs se lit dans les sources : un champ neuf y manque, et l'essai tombe.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { monde } from '../../../../test/monde/index.ts'
import { contenuSimple } from '../../catalogue/test/contenus.ts'
import { publierUneOffre } from '../../catalogue/test/publier.ts'
import { poleModule } from '../../pole/index.ts'
import { demanderUnAvis } from '../jobs/avis.job.ts'
import { portail } from '../module.ts'

const racine = join(import.meta.dirname, '../..')
/** Tout champ de texte libre, dit « fichier champ ». */
const champsDesSources = (): readonly string[] =>
  ['pole', 'portail'].flatMap((module) =>
    readdirSync(join(racine, module, 'pages'))
      .filter((f) => /\.tsx?$/.test(f) && !f.includes('.itest.'))
      .flatMap((f) =>
        [...readFileSync(join(racine, module, 'pages', f), 'utf8').matchAll(/(\w+): texte\(/g)].map(
          ([, champ]) => `${module}/${f.replace(/\.page|\.tsx?$/g, '').replace(/\.tsx?$/, '')} ${champ}`,
        ),
      ),
  )
/** Lus, jamais gardés ni rendus comme du texte : un choix, un compte de voix, une adresse où aller, une garde contre les machines. */
const jamaisGardes = [
  'pole/decision dit',
  'pole/decision reponse',
  'pole/dossier qui',
  'pole/pole anime',
  'portail/demander-une-place quand',
  'portail/formations certifiante',
  'portail/formations q',
  'portail/importer adresse',
  'portail/indesirables ouvert',
  'portail/indesirables site_web',
  'portail/rejoindre motDePasse',
  'portail/rejoindre pole',
]

const m = await monde({
  modules: [poleModule, portail],
  coops: { langue: 'Langue & Lien', tisserands: 'Les Tisserands' },
  gens: {
    anime: { roles: ['responsable', 'administration'], union: true },
    claire: { roles: ['responsable'], chez: 'tisserands' },
  },
})
const { worker, anime, claire } = m
const { langue, tisserands } = m.coops
const passes = new Set<string>()
/** Un texte hostile, reconnaissable, et la marque que ce champ est passé. */
const T = (champ: string, suite = ''): string => {
  passes.add(champ)
  return `<b data-piege>${champ.split(' ')[1]}</b><script>alert(1)</script>"'&${suite}`
}
const envoyer = async (qui: typeof anime, chemin: string, corps: Record<string, string>): Promise<string> => {
  const r = await qui.aller(chemin, corps)
  expect(
    r.statut,
    `${chemin} ${r.statut === 303 ? '' : r.texte.replace(/[\s\S]*<main/, '<main').slice(0, 1500)}`,
  ).toBe(303)
  return r.vers.split(/[?#]/)[0] ?? ''
}
let instant = Date.parse('2026-11-24T10:40:00Z')
const sansCompte = async (chemin: string, corps?: Record<string, string>): Promise<string> => {
  const r = await m.app.request(`${m.origine}${chemin}`, {
    ...(corps ? { method: 'POST', body: new URLSearchParams(corps), headers: { origin: m.origine } } : {}),
  })
  expect(r.status, chemin).toBeLessThan(500)
  return r.text()
}
const remplir = async (chemin: string, corps: Record<string, string>): Promise<string> => {
  const ouvert = /name="ouvert" value="([^"]+)"/.exec(await sansCompte(chemin))?.[1] ?? ''
  instant += 10_000
  m.regler(new Date(instant).toISOString())
  return sansCompte(chemin.split('?')[0] ?? '', { ouvert, site_web: '', ...corps })
}

it('aucun texte ne devient une balise', async () => {
  const t = (f: string, c: string, suite?: string) => T(`${f} ${c}`, suite)
  const pole = await envoyer(anime, '/poles/nouveau', {
    nom: `Formation ${t('pole/pole-champs', 'nom')}`,
    genre: 'metier',
    raison: t('pole/pole-champs', 'raison'),
    territoire: t('pole/pole-champs', 'territoire'),
    entree: 'libre',
    public: 'on',
  })
  const code = /\/poles\/([a-z0-9-]+)\/rejoindre/.exec(await sansCompte('/poles-metiers'))?.[1] ?? ''
  // Rejoindre, sans compte et avec : ce que l'on cherche et propose.
  await envoyer(claire, `/poles/${code}/rejoindre`, {
    cherche: t('pole/rejoindre', 'cherche'),
    propose: t('pole/rejoindre', 'propose'),
  })
  // Puis le redire depuis la page du pôle.
  await envoyer(claire, `${pole}/annonce`, {
    geste: 'dire',
    cherche: t('pole/pole', 'cherche'),
    propose: t('pole/pole', 'propose'),
  })
  const invitation = {
    titre: t('pole/invitation-champs', 'titre'),
    format: 'demi-journee',
    jour: '25/11/2026',
    de: '14 h',
    a: '17 h',
    zone: 'Europe/Paris',
    hote: t('pole/invitation-champs', 'hote'),
    lieu: t('pole/invitation-champs', 'lieu'),
    acces: t('pole/invitation-champs', 'acces'),
    visio: t('pole/invitation-champs', 'visio'),
  }
  const reunion = await envoyer(anime, `${pole}/reunions/nouvelle`, invitation)
  const autre = await envoyer(anime, `${pole}/reunions/nouvelle`, { ...invitation, jour: '26/11/2026' })
  await envoyer(anime, `${autre}/annuler`, { motif: t('pole/reunion-champs', 'motif') })
  await envoyer(anime, `${reunion}/points`, { point: t('pole/reunion-champs', 'point') })
  await envoyer(claire, `${reunion}/enjeux`, { enjeu: t('pole/reunion-champs', 'enjeu') })
  await envoyer(anime, `${reunion}/themes`, { themes: t('pole/reunion-champs', 'themes').slice(0, 150) })
  const theme =
    /<select[^>]*name="theme"[\s\S]*?<option value="([0-9a-f-]{36})"/.exec(
      (await anime.aller(reunion)).texte,
    )?.[1] ?? ''
  await envoyer(anime, `${reunion}/groupes`, {
    theme,
    mandat: t('pole/reunion-champs', 'mandat'),
    pilote: t('pole/reunion-champs', 'pilote'),
  })
  m.regler('2026-11-26T10:00:00Z')
  instant = Date.parse('2026-11-26T10:00:00Z')
  await envoyer(anime, `${reunion}/etat`, {})
  await envoyer(anime, `${reunion}/presences`, {
    'presence[0].cooperative': langue.organisme,
    'presence[0].personnes': '2',
    invites: t('pole/reunion-champs', 'invites'),
  })
  await envoyer(anime, `${reunion}/recit`, {
    recit: `## ${t('pole/reunion-champs', 'recit')}\n\n[x](javascript:alert(1)) **<img src=x onerror=alert(1)>**`,
  })
  await envoyer(anime, `${reunion}/engagements`, {
    quoi: t('pole/reunion-champs', 'quoi'),
    qui: t('pole/reunion-champs', 'qui'),
    pour: '01/12/2026',
  })
  await envoyer(anime, `${reunion}/compte-rendu`, { geste: 'amendement' })
  await envoyer(claire, `${reunion}/amendements`, { amendement: t('pole/reunion-champs', 'amendement') })
  const engagement =
    /<select[^>]*name="engagement"[\s\S]*?<option value="([0-9a-f-]{36})"/.exec(
      (await anime.aller(pole)).texte,
    )?.[1] ?? ''
  await envoyer(anime, `${pole}/engagements`, {
    engagement,
    devient: 'abandonne',
    mot: t('pole/pole', 'mot'),
    report: '',
  })
  // Décider.
  const decision = await envoyer(anime, `${pole}/decisions/nouvelle`, {
    genre: 'points',
    titre: t('pole/decision-nouvelle', 'titre'),
    texte: t('pole/decision-nouvelle', 'texte'),
    choix: `${t('pole/decision-nouvelle', 'choix')}\nAutre`,
    quorum: '0',
    part: '0',
    ferme: '10/12/2026',
    scrutin: 'cooperative',
    portee: 'pole',
  })
  await envoyer(claire, `${decision}/propos`, { propos: t('pole/decision', 'propos') })
  await envoyer(claire, `${decision}/voix`, {
    pour: tisserands.organisme,
    'reponses[0].dit': '3',
    'reponses[1].dit': '2',
    motif: t('pole/decision', 'motif'),
  })
  await envoyer(anime, `${decision}/clore`, {})
  await envoyer(anime, `${decision}/suite`, {
    responsable: t('pole/decision', 'responsable'),
    realisation: 'en-cours',
    suivi: t('pole/decision', 'suivi'),
  })
  // Travailler.
  const groupe = await envoyer(anime, `${pole}/groupes/nouveau`, {
    nom: t('pole/groupe', 'nom'),
    mandat: t('pole/groupe', 'mandat'),
    pilote: t('pole/groupe', 'pilote'),
  })
  await envoyer(anime, `${groupe}/gens`, {})
  const offre = await publierUneOffre(m.base.enTantQue, langue, {
    ...contenuSimple,
    contactCourriel: 'accueil@langue.example',
  })
  const dossier = await envoyer(anime, `${groupe}/dossiers`, {
    nom: t('pole/groupe', 'nom'),
    objet: t('pole/groupe', 'objet'),
  })
  const livrable = await envoyer(anime, `${groupe}/livrer`, {
    titre: t('pole/livrer', 'titre'),
    note: t('pole/livrable-champs', 'note'),
    licence: 'cc-by-sa',
    dateLe: '26/11/2026',
    lien: 'https://exemple.example/"onmouseover=alert(1)',
  })
  await envoyer(claire, `${livrable}/relire`, { vue: '1', avis: 'bon', mot: t('pole/livrable', 'mot') })
  // Publier.
  m.regler('2026-12-04T10:00:00Z')
  instant = Date.parse('2026-12-04T10:00:00Z')
  await envoyer(anime, `${reunion}/compte-rendu`, { geste: 'valide' })
  await envoyer(anime, `${reunion}/retour`, {})
  const actualite = await envoyer(anime, `${pole}/actualites/nouvelle`, {
    titre: t('portail/rediger', 'titre'),
    chapo: t('portail/rediger', 'chapo'),
    corps: t('portail/rediger', 'corps'),
    etiquettes: t('portail/rediger', 'etiquettes').slice(0, 60),
    imageAlt: t('portail/rediger', 'imageAlt'),
    altTexte: t('portail/rediger', 'altTexte'),
    sourceNom: t('portail/rediger', 'sourceNom'),
    sourceUrl: 'https://exemple.example/?a=<script>',
    vue: '0',
  })
  await envoyer(anime, `${actualite}/paraitre`, {})
  await envoyer(anime, '/cooperative/annuaire', {
    description: t('portail/ma-fiche', 'description'),
    themes: t('portail/ma-fiche', 'themes').slice(0, 60),
    publics: t('portail/ma-fiche', 'publics'),
    departements: t('portail/ma-fiche', 'departements', ', 35'),
    nsf: t('portail/ma-fiche', 'nsf', ' 136'),
    formacodes: t('portail/ma-fiche', 'formacodes', ' 15254'),
    publique: 'on',
  })
  await envoyer(anime, '/instance/union/delegues', {
    nom: t('portail/mentions', 'nom'),
    courriel: 'd@union.example',
    departements: t('portail/mentions', 'departements', ', 35'),
  })
  await envoyer(anime, '/instance/union/mentions', {
    nom: t('portail/mentions', 'nom').slice(0, 120),
    editeur: t('portail/mentions', 'editeur'),
    directeur: t('portail/mentions', 'directeur'),
    hebergeur: t('portail/mentions', 'hebergeur'),
    contact: t('portail/mentions', 'contact'),
  })
  const proposition = await envoyer(anime, '/poles/propositions/nouvelle', {
    nom: t('pole/pole-champs', 'nom'),
    genre: 'territorial',
    raison: t('pole/pole-champs', 'raison'),
    territoire: t('pole/pole-champs', 'territoire'),
    departement: '35',
    entree: 'libre',
  })
  await envoyer(claire, `${proposition}/signer`, { mot: t('pole/proposition', 'mot') })
  await demanderUnAvis({ proposition: proposition.split('/').at(-1) ?? '' }, worker)
  const lienDe = async (motif: RegExp) =>
    (await m.courriels())
      .map((m) => motif.exec(m.texte)?.[0])
      .findLast(Boolean)
      ?.replace(m.origine, '') ?? ''
  await envoyer(anime, `${pole}/veille`, {
    genre: 'legale',
    titre: t('pole/veille', 'titre'),
    source: t('pole/veille', 'source'),
    parueLe: '20/11/2026',
    resume: t('pole/veille', 'resume'),
    impact: t('pole/veille', 'impact'),
  })
  const rendus = [
    await sansCompte(await lienDe(/http\S+\/avis\/\S+/), {
      avis: 'reserve',
      texte: t('portail/avis', 'texte'),
    }),
    await remplir(`/formations/${offre}/demander`, {
      nom: t('portail/demander-une-place', 'nom'),
      courriel: 'ana@exemple.example',
      telephone: t('portail/demander-une-place', 'telephone').slice(0, 40),
      texte: t('portail/demander-une-place', 'texte'),
      quand: '<b data-piege>',
    }),
    await remplir('/ecrire', {
      departement: '35',
      sujet: 'question',
      nom: t('portail/ecrire', 'nom'),
      courriel: 'soraya@exemple.example',
      texte: t('portail/ecrire', 'texte'),
    }),
    await remplir('/rejoindre?siren=999000177', {
      siren: '999000177',
      nom: t('portail/rejoindre', 'nom'),
      siret: '99900017700016',
      forme: 'scop',
      adresse: t('portail/rejoindre', 'adresse'),
      codePostal: '35000',
      ville: t('portail/rejoindre', 'ville'),
      prenom: t('portail/rejoindre', 'prenom'),
      nomPersonne: t('portail/rejoindre', 'nomPersonne'),
      courriel: 'ines@fabrique.example',
      cherche: t('portail/rejoindre', 'cherche'),
      propose: t('portail/rejoindre', 'propose'),
    }),
    (
      await anime.aller(`${pole}/lettre`, {
        objet: t('portail/lettre-du-pole', 'objet'),
        mot: t('portail/lettre-du-pole', 'mot'),
        themes: t('portail/lettre-du-pole', 'themes').slice(0, 60),
        departements: t('portail/lettre-du-pole', 'departements', ', 35').slice(-190),
      })
    ).texte,
    // Ce que la page refuse, elle le rend : sans plus de balise.
    (await anime.aller(`${pole}/decisions/nouvelle`, { titre: '<b data-piege>' })).texte,
    (await anime.aller('/poles/propositions/nouvelle', { nom: '<b data-piege>' })).texte,
  ]
  const suivi = await lienDe(/http\S+\/ecrire\/\S+/)
  const [retour, parue, livre] = [
    /\/retours\/[a-z0-9-]+/.exec(await sansCompte('/retours'))?.[0] ?? '',
    /href="(\/actualites\/[a-z0-9-]+)"/.exec(await sansCompte('/actualites'))?.[1] ?? '',
    /\/livrables\/[0-9a-f-]{36}/.exec(await sansCompte('/livrables'))?.[0] ?? '',
  ]
  for (const adresse of [retour, parue, livre, suivi]) expect(adresse).not.toBe('')
  for (const chemin of [
    ...['/union', '/actualites', parue, '/retours', retour, '/agenda', '/poles-metiers', '/livrables', livre],
    ...[
      '/cooperatives',
      '/cooperatives/langue-lien',
      '/chercher?q=%3Cscript%3Ealert(1)',
      '/mentions-legales',
      suivi,
    ],
    ...[
      `/formations/${offre}`,
      '/lettre',
      `/formations?q=${encodeURIComponent('<script>alert(1)</script>')}`,
    ],
  ])
    rendus.push(await sansCompte(chemin))
  for (const chemin of [
    ...[
      '/poles',
      pole,
      `${pole}/reglages`,
      reunion,
      `${reunion}/modifier`,
      `${reunion}/retour`,
      decision,
      groupe,
    ],
    ...[
      `${groupe}/modifier`,
      dossier,
      livrable,
      `${pole}/actualites`,
      actualite,
      `${pole}/lettre`,
      `${pole}/veille`,
      proposition,
    ],
    ...[
      '/cooperative/annuaire',
      '/instance/union',
      `${pole}/decisions/nouvelle?reprend=${decision.split('/').at(-1)}`,
    ],
  ]) {
    const r = await anime.aller(chemin)
    expect(r.statut, chemin).toBe(200)
    rendus.push(r.texte)
  }
  // L’agenda dit aussi un départ.
  await envoyer(claire, `${pole}/quitter`, { depart: t('pole/pole', 'depart') })
  rendus.push((await anime.aller(pole)).texte)
  for (const page of rendus) {
    // Sur la page, une balise écrite par quelqu'un se lirait ; la nôtre dit toujours son adresse.
    expect(page).not.toMatch(/<b data-piege|<script>alert|<img src=x|href="javascript:|"onmouseover=/)
    expect(page).toContain('<main')
  }
  expect(rendus.filter((p) => p.includes('&lt;b data-piege')).length).toBeGreaterThan(25)
  // Un flux et un agenda échappent à leur façon.
  for (const flux of ['/actualites.rss', '/actualites.atom', '/retours.atom'])
    expect(await sansCompte(flux)).not.toMatch(/<b data-piege|<script/)
  expect(m.pannes).toEqual([])
  expect([...passes].toSorted()).toEqual(
    [...new Set(champsDesSources().filter((c) => !jamaisGardes.includes(c)))].toSorted(),
  )
})
