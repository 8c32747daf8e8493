// Long parce que toutes les routes s’y parcourent sur une seule instance servie : la refaire par fichier coûterait chaque fois sa grappe.
// Dix mille corps hostiles sur tous les formulaires : on suit les liens comme une personne, on relève chaque formulaire, on
// le bourre. Aucune page ne tombe, et une page qui refuse n'a rien écrit.

import { createHash, randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { enXlsx } from '#web/csv.ts'
import { listeDesComptes } from '../../src/app/demo/comptes.ts'
import { eprouver } from '../fuzz/formulaires.ts'
import { servirInstance } from '../parcours/instance.ts'
import { desechappe, empreinteDe, explorer } from './explorer.ts'
import { fautesDeLExport } from './relire-export.ts'

const total = 10_000
let site: Awaited<ReturnType<typeof servirInstance>>
let base: Client
beforeAll(async () => {
  site = await servirInstance(undefined, { demonstration: true })
  base = new Client(site.grappe.connexion(site.grappe.administrateur, 'coforme'))
  await base.connect()
})
afterAll(async () => {
  await base?.end()
  await site?.fermer()
})

const connecter = async (courriel: string): Promise<string> => {
  const corps = new URLSearchParams({ courriel, motDePasse: 'coforme-demo' })
  const r = await site.app.fetch(
    new Request(`${site.origine}/connexion`, {
      method: 'POST',
      body: corps,
      headers: { origin: site.origine },
    }),
    {},
  )
  const temoin = r.headers
    .getSetCookie()
    .map((t) => t.split(';')[0] ?? '')
    .join('; ')
  expect(r.status, 'connexion').toBe(303)
  return temoin
}

/** Les tâches du chargement (courriels de la démonstration) sont passées. */
const auRepos = () =>
  vi.waitFor(
    async () => {
      const { rows } = await base.query<{ n: number }>(
        'select count(*)::int as n from graphile_worker._private_jobs where run_at <= now()',
      )
      expect(rows[0]?.n).toBe(0)
    },
    { timeout: 120_000, interval: 200 },
  )

it('aucun formulaire ne tombe, et un refus n’écrit rien', async () => {
  const compte = listeDesComptes().find((c) => c.role === 'responsable')
  if (!compte) throw new Error('Aucun compte responsable en démonstration.')
  const formulaires = await explorer(site, await connecter(compte.courriel))
  // Chaque geste servi par un formulaire que la démonstration montre ; un écran qui perdrait les siens se verrait ici.
  expect(formulaires.length, formulaires.map((f) => f.patron).join('\n')).toBeGreaterThan(25)
  // Une tournée qui sonne à l’heure pendant l’essai écrirait à la place d’un formulaire.
  await auRepos()
  await site.arreterLesTaches()
  const parFormulaire = Math.ceil(total / formulaires.length)
  let essais = 0
  // Un refus n’a rien changé : ce qu’il laisse est ce que le suivant trouve.
  let laissee: Map<string, string> | undefined
  for (const f of formulaires) {
    const sansCompte = /^\/(connexion|mot-de-passe)/.test(f.url)
    const cookie = sansCompte ? '' : await connecter(compte.courriel)
    const avant: Map<string, string> = laissee ?? (await empreinteDe(base))
    laissee = undefined
    const rendu = await eprouver(
      { request: (url, init) => site.app.fetch(new Request(new URL(url, site.origine), init), {}) },
      [f],
      { corps: parFormulaire, origine: site.origine, ...(cookie ? { entetes: { cookie } } : {}) },
    )
    essais += rendu.essais
    expect(rendu.fautes, f.patron).toEqual([])
    // Une archive emportée ne renvoie nulle part : elle rend un fichier, et garde qui l’a pris.
    if (rendu.statuts.has(303) || f.patron.endsWith('/archive.zip')) continue
    laissee = await empreinteDe(base)
    expect(laissee, `${f.patron} a écrit sans le dire`).toEqual(avant)
  }
  expect(essais).toBeGreaterThanOrEqual(total)
})

// ─── Les listes : s'emporter, se chercher, se taire avec une phrase ──────────────────────────────────────────

/** Un tableau n'y est pas une liste que l'on emporte : ce qu'il est. */
const pasDesListes: Readonly<Record<string, string>> = {
  '/activites/baremes': 'le réglage de chaque contribution',
  '/compte/organismes': 'les maisons du compte, quelques lignes à soi',
  '/compte/sessions': 'les appareils du compte',
  '/comptes-courants': 'un compte par pôle ; les écritures de chacun s’emportent',
  '/cooperative/contacts': 'à qui s’adresser, une ligne par besoin',
  '/cooperative/envois': 'le réglage de chaque étape',
  '/entreprises/importer': 'les dix derniers fichiers lus',
  '/factures/boite': 'les cinquante derniers messages lus : leurs factures sont aux factures reçues',
  '/factures/comptabilite': 'un arrêté par mois ; leurs écritures s’emportent',
  '/factures/electroniques':
    'ce qui bloque, et les cent dernières : leurs listes sont aux factures émises et reçues',
  '/factures/importer': 'les colonnes attendues d’un fichier',
  '/factures/releve': 'des virements à rapprocher un à un ; le relevé vient d’un fichier',
  '/habilitations/comite': 'le réglage du comité et ses membres',
  '/visas/absences': 'qui supplée qui, et les montants à deux visas : des réglages',
  '/instance/union': 'le réglage de qui administre l’instance',
  '/marches/blocs': 'du texte que l’on reprend dans un dossier ; composé, il s’emporte en PDF',
  '/marches/coffre': 'les pièces d’une coopérative, une par attestation ; chacune s’emporte par son lien',
  '/marches/dossiers': 'les tours de table où l’on est, quelques lignes ; rien n’en sort',
  '/personnes/importer': 'les dix derniers fichiers lus',
  '/qualite/registres': 'un sommaire : chaque registre a sa liste, sa recherche et son export',
  '/qualite/sous-traitance': 'une part du CPF par année ; les contrats, eux, s’exportent',
  '/qualite/veille': 'les sources du pôle, à reprendre une à une ; leur liste et son export sont au pôle',
  '/questionnaires/publier': 'les résultats que l’on publie, choisis case par case',
  '/sessions/importer': 'les dix derniers fichiers lus',
  '/achats/tensions': 'des sommes de trois coopératives au moins, quelques lignes',
  '/ameliorations': 'celles des enseignes ; l’export est au registre des actions',
  '/veilles': 'les veilles que l’on a reçues ; l’export est au registre',
  '/vivier': 'des fiches que chacune peut retirer : elles ne s’emportent pas',
  '/vivier/ma-fiche': 'sa propre fiche',
}
/** Une liste qu'aucun mot ne raccourcit : pourquoi. */
const sansRecherche: Readonly<Record<string, string>> = {
  '/factures/tresorerie': 'treize semaines, toujours les mêmes',
  '/factures/e-reporting': 'une période, jour par jour et taux par taux',
  '/bpf': 'un exercice par an',
  '/cooperative/donnees': 'les demandes en cours',
  '/cooperative/donnees/conservation': 'une durée par genre de pièce',
  '/cooperative/donnees/droits': 'les droits et les genres de pièces, d’un seul tenant',
  '/cooperative/donnees/lectures': 'par date, comme un journal',
  '/cooperative/donnees/purge': 'un passage par nuit',
  '/cooperative/donnees/traitements': 'le registre de l’article 30, d’un seul tenant',
  '/cooperative/enseignes': 'les enseignes de la maison',
  '/habilitations': 'une ligne par personne, nature et rôle',
  '/journal': 'se filtre par module ; les noms n’y sont pas écrits',
  '/parcours-des-personnes': 'une ligne par personne de la coopérative',
  '/personnes/doublons': 'cinquante paires, les plus sûres',
  '/poles': 'quelques pôles par coopérative',
  '/entreprises/doublons': 'cinquante paires, les plus sûres',
  '/planning/abonnements': 'les adresses que l’on a faites',
  '/planning/agendas': 'un agenda par personne',
  '/qualite': 'trente-trois indicateurs, sous leurs critères',
  '/qualite/audits': 'quelques audits par an',
  '/qualite/couverture': 'se regarde par intervenant, enseigne ou lieu',
  '/qualite/missions': 'les audits que l’on tient pour d’autres',
  '/questionnaires/resultats': 'se filtre par questionnaire et par date',
  '/registre': 'par numéro, comme un registre',
  '/salles': 'une maison a peu de salles',
  '/activites': 'une ligne par enseigne',
  '/entre-enseignes': 'les missions des enseignes que l’on tient, les plus récentes d’abord',
  '/ameliorations': 'quelques lignes par enseigne et par an, ce qui attend une réponse d’abord',
  '/veilles': 'quelques veilles par an, celles à lire d’abord',
  '/visas/plafonds': 'un plafond par personne et par genre de pièce',
}

it('chaque liste s’emporte, se cherche, et dit une phrase quand elle est vide', async () => {
  const adresses = [...new Set(site.app.routes.filter((r) => r.method === 'GET').map((r) => r.path))].filter(
    (p) => !/[:*]|\.[a-z]+$/.test(p) && !/^\/(composants|courriels|sante|metriques)/.test(p),
  )
  expect(adresses.length).toBeGreaterThan(60)
  const lireSous = async (courriel: string) => {
    const cookie = await connecter(courriel)
    const lues = new Map<string, string>()
    for (const a of adresses) {
      const r = await site.app.fetch(new Request(`${site.origine}${a}`, { headers: { cookie } }), {})
      if (r.status === 200 && r.headers.get('content-type')?.startsWith('text/html')) {
        const html = await r.text()
        lues.set(a, html.slice(html.indexOf('<main')))
      }
    }
    return lues
  }
  const aUneListe = (main: string) =>
    [...main.matchAll(/<table[^>]*class="[^"]*\btable\b[^"]*"[^>]*>([\s\S]*?)<\/table>/g)].some(
      ([, corps = '']) => (corps.match(/<tr/g) ?? []).length > 1,
    )
  const pleines = new Map<string, string>()
  const quiLit = new Map<string, string>()
  for (const courriel of [
    'maiwenn@langue-et-lien.example',
    'yann@les-tisserands.example',
    'agathe@terre-d-appui.example',
    'farida@atelier-des-savoirs.example',
  ])
    for (const [a, main] of await lireSous(courriel))
      if (aUneListe(main) && !pleines.has(a)) {
        pleines.set(a, main)
        quiLit.set(a, courriel)
      }
  const listes = [...pleines].filter(([a]) => !Object.hasOwn(pasDesListes, a))
  expect(listes.length).toBeGreaterThan(20)
  const emportable = (main: string) => /format=csv|\.csv["?]/.test(main)
  expect(listes.filter(([, main]) => !emportable(main)).map(([a]) => a)).toEqual([])
  // Emportée, chacune se relit dans un tableur : types, titres, accents.
  const prendre = async (url: string, cookie: string) => {
    const r = await site.app.fetch(new Request(`${site.origine}${url}`, { headers: { cookie } }), {})
    return { statut: r.status, octets: new Uint8Array(await r.arrayBuffer()) }
  }
  const malEcrites: string[] = []
  const temoins = new Map<string, string>()
  let relues = 0
  for (const [a, main] of listes) {
    const qui = quiLit.get(a) ?? ''
    const cookie = temoins.get(qui) ?? (await connecter(qui))
    temoins.set(qui, cookie)
    for (const [, brut = ''] of main.matchAll(/href="([^"]*(?:format=csv|\.csv)[^"]*)"/g)) {
      if (brut.includes('format=xlsx')) continue
      const url = new URL(brut.replaceAll('&amp;', '&'), `${site.origine}${a}`)
      const csv = await prendre(`${url.pathname}${url.search}`, cookie)
      const xlsx = await prendre(enXlsx(`${url.pathname}${url.search}`), cookie)
      relues += 1
      malEcrites.push(
        ...(csv.statut === 200 && xlsx.statut === 200
          ? fautesDeLExport(csv.octets, xlsx.octets)
          : [`répond ${csv.statut}, ${xlsx.statut}`]
        ).map((f) => `${url.pathname} : ${f}`),
      )
    }
  }
  expect(relues).toBeGreaterThan(40)
  expect(malEcrites).toEqual([])
  const cherchable = ([a, main]: [string, string]) => /name="q"/.test(main) || Object.hasOwn(sansRecherche, a)
  expect(listes.filter((l) => !cherchable(l)).map(([a]) => a)).toEqual([])
  // Une coopérative qui commence : là où il n'y a rien, une phrase dit quoi faire.
  const neuve = await lireSous('solene@numerik-commun.example')
  const muettes = listes
    .map(([a]) => [a, neuve.get(a)] as const)
    .filter(([, main]) => main !== undefined && !aUneListe(main) && !/class="[^"]*\bvide\b/.test(main))
  expect(muettes.map(([a]) => a)).toEqual([])
})

// ─── Toutes les routes, et non les seules que l'on rencontre ─────────────────────────────────────────────────

/** Ce qui remplit chaque paramètre d'adresse : une ligne vraie de la coopérative du compte, prise au hasard des tables. */
const tables: Readonly<Record<string, string>> = {
  session: 'sessions.session',
  seance: 'sessions.seance',
  salle: 'sessions.salle',
  inscription: 'inscriptions.inscription',
  dossier: 'inscriptions.dossier',
  piece: 'documents.piece',
  demande: 'documents.demande',
  offre: 'catalogue.offre',
  version: 'catalogue.version',
  personne: 'tiers.personne',
  entreprise: 'tiers.entreprise',
  contact: 'tiers.contact',
  statut: 'tiers.statut',
  fusion: 'tiers.fusion',
  mission: 'cae.mission',
  atelier: 'qualite.atelier',
  parcours: 'cae.parcours',
  activite: 'organisme.activite',
  enseigne: 'organisme.activite',
  etablissement: 'organisme.etablissement',
  signataire: 'organisme.signataire',
}
const uneLigne = async (table: string, organisme: string, ou = ''): Promise<Record<string, string>> =>
  (
    await base.query<{ l: Record<string, string> }>(
      `select to_jsonb(t) as l from ${table} t where organisme_id = $1 ${ou} order by id desc limit 1`,
      [organisme],
    )
  ).rows[0]?.l ?? {}

/** Un jeton vivant pour chaque adresse qui en demande un : sans lui, la page s'arrêterait à « ce lien ne vaut plus ». */
const jetonPour = async (chemin: string, organisme: string): Promise<string> => {
  const jeton = randomBytes(32).toString('base64url')
  const empreinte = createHash('sha256').update(jeton).digest()
  const poser = (usage: string, objet: string | undefined, activite: string | undefined) =>
    base.query(
      `insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le) values ($1, $2, $3, $4, $5, now() + interval '1 hour')`,
      [empreinte, usage, organisme, activite, objet],
    )
  if (chemin.startsWith('/emargement/tablette')) {
    const seance = await uneLigne('sessions.seance', organisme)
    await base.query(
      `insert into emargement.tablette (organisme_id, id, activite_id, seance_id, jeton, ouverte_le, ouverte_par, expire_le)
        values ($1, gen_random_uuid(), $2, $3, $4, now(), gen_random_uuid(), now() + interval '1 hour')`,
      [organisme, seance.activite_id, seance.id, empreinte],
    )
  } else if (chemin.startsWith('/emargement/')) {
    const i = await uneLigne('emargement.invitation', organisme)
    if (i.id) await poser('emargement', i.id, i.activite_id)
  } else if (chemin.startsWith('/remises/')) {
    const i = await uneLigne('inscriptions.inscription', organisme)
    if (i.id) await poser('signature', i.id, i.activite_id)
  } else if (chemin.startsWith('/piece/')) {
    // Une signature à donner, s'il y en a une à demander ; sinon un accusé.
    const engage = await uneLigne(
      'documents.piece',
      organisme,
      `and genre in ('convention', 'contrat') and not exists (select from documents.demande d where d.piece_id = t.id)
       and not exists (select from documents.signature s where s.piece_id = t.id)`,
    )
    if (!engage.id)
      await base.query(
        `insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle,
            pli, objet_genre, objet_id, emise_le)
          select $1, gen_random_uuid(), id, 'programme', 'PR-' || gen_random_uuid(), 'programme.v1', '{}', sha256(gen_random_uuid()::text::bytea),
            repeat('a', 64), 1, 'Programme', 'programme', 'version', gen_random_uuid(), now()
            from organisme.activite where organisme_id = $1 limit 1`,
        [organisme],
      )
    const p = engage.id ? engage : await uneLigne('documents.piece', organisme, `and genre = 'programme'`)
    const { rows } = await base.query<{ id: string }>(
      `insert into documents.demande (organisme_id, id, activite_id, piece_id, acte, role, objet_genre, objet_id, nom, courriel, creee_le)
        values ($1, gen_random_uuid(), $2, $3, $4, $5, 'inscription', gen_random_uuid(), 'N', 'n@exemple.example', now()) returning id`,
      [
        organisme,
        p.activite_id,
        p.id,
        engage.id ? 'signature' : 'accuse',
        engage.id ? 'client' : 'stagiaire',
      ],
    )
    await poser('signature', rows[0]?.id, p.activite_id)
  }
  return jeton
}

/** Ce que les modules ont monté : rien n'est écrit ici, une route ajoutée demain tombe sous l'essai. */
const routesPost = (): string[] => [
  ...new Set(site.app.routes.filter((r) => r.method === 'POST' && !r.path.includes('*')).map((r) => r.path)),
]

it('chaque route qui reçoit un formulaire tient devant des corps hostiles, identifiants vrais ou étrangers', async () => {
  const compte = listeDesComptes().find((c) => c.role === 'responsable')
  if (!compte) throw new Error('Aucun compte responsable en démonstration.')
  const { rows } = await base.query<{ organisme: string }>(
    `select a.organisme_id as organisme from compte.adhesion a join compte.compte c on c.id = a.compte_id where c.courriel = $1`,
    [compte.courriel],
  )
  const organisme = rows[0]?.organisme ?? ''
  const autres = await base.query<{ organisme: string }>(
    'select organisme_id as organisme from organisme.organisme where organisme_id <> $1 limit 1',
    [organisme],
  )
  const etranger = autres.rows[0]?.organisme ?? ''
  const routes = routesPost()
  expect(routes.length).toBeGreaterThan(60)
  let essais = 0
  const statuts = new Map<number, number>()
  for (const chemin of routes)
    for (const chez of [organisme, etranger]) {
      const sansCompte = /:jeton|^\/(connexion|mot-de-passe|liens?)/.test(chemin)
      const cookie = sansCompte ? '' : await connecter(compte.courriel)
      let url = chemin.replace(/\{[^/]*\}/g, '')
      for (const [parametre, nom = ''] of [...url.matchAll(/:(\w+)/g)]) {
        const table = tables[nom]
        const valeur =
          nom === 'jeton' || nom === 'lien'
            ? await jetonPour(chemin, chez)
            : ((table && (await uneLigne(table, chez)).id) ?? crypto.randomUUID())
        url = url.replace(parametre, valeur)
      }
      const html = await (
        await site.app.fetch(new Request(`${site.origine}${url}`, { headers: cookie ? { cookie } : {} }), {})
      ).text()
      const champs = [...new Set([...html.matchAll(/ name="([^"]+)"/g)].map(([, n = '']) => desechappe(n)))]
      const rendu = await eprouver(
        { request: (u, init) => site.app.fetch(new Request(new URL(u, site.origine), init), {}) },
        [{ url, champs: champs.length > 0 ? champs : ['nom', 'motif', 'geste', 'version', 'jour'] }],
        {
          corps: Math.ceil(total / (2 * routes.length)),
          origine: site.origine,
          ...(cookie ? { entetes: { cookie } } : {}),
        },
      )
      essais += rendu.essais
      for (const [s, n] of rendu.statuts) statuts.set(s, (statuts.get(s) ?? 0) + n)
      expect(rendu.fautes, `${chemin} chez ${chez === organisme ? 'soi' : 'un autre'}`).toEqual([])
      // Chez un autre organisme, par son propre compte : rien ne réussit.
      if (chez === etranger && chemin.includes(':') && !sansCompte)
        expect(rendu.statuts.get(303) ?? 0, chemin).toBe(0)
    }
  expect(essais).toBeGreaterThanOrEqual(total)
})

/** L'adresse d'une route, ses paramètres remplis par des lignes de cet organisme, ou par celles que l'on donne. */
const adresseDe = async (
  chemin: string,
  organisme: string,
  voulus: Readonly<Record<string, string>> = {},
): Promise<string> => {
  let url = chemin.replace(/\{[^/]*\}/g, '')
  for (const [parametre, nom = ''] of [...url.matchAll(/:(\w+)/g)]) {
    const table = tables[nom]
    url = url.replace(
      parametre,
      voulus[nom] ?? (table && (await uneLigne(table, organisme)).id) ?? crypto.randomUUID(),
    )
  }
  return url
}
const demander = async (methode: string, url: string, cookie: string) =>
  site.app.fetch(
    new Request(`${site.origine}${url}`, {
      method: methode,
      headers: { cookie, origin: site.origine },
      ...(methode === 'POST' ? { body: new URLSearchParams({ motif: 'un motif', nom: 'Nom' }) } : {}),
    }),
    {},
  )
const routesAvec = (voulue: (chemin: string) => boolean) => [
  ...new Set(
    site.app.routes
      .filter((r) => ['GET', 'POST'].includes(r.method) && !r.path.includes('*') && voulue(r.path))
      .map((r) => `${r.method} ${r.path}`),
  ),
]
/** Les pages d'une personne sur elle-même, et celles qui ne demandent aucun compte. */
const aSoi =
  /:jeton|^\/(compte|connexion|deconnexion|mot-de-passe|liens?|organismes|composants|verifier|formations|brouillons?|assistance|premiers-pas)/

it('les identifiants d’un autre organisme n’ouvrent aucune page, quel que soit le rôle', async () => {
  const compte = listeDesComptes().find((c) => c.role === 'responsable')
  const cookie = await connecter(compte?.courriel ?? '')
  const { rows } = await base.query<{ organisme: string }>(
    `select o.organisme_id as organisme from organisme.organisme o where not exists (select from compte.adhesion a
      join compte.compte c on c.id = a.compte_id where c.courriel = $1 and a.organisme_id = o.organisme_id) limit 1`,
    [compte?.courriel],
  )
  const passees: string[] = []
  for (const route of routesAvec((p) => p.includes(':') && !aSoi.test(p))) {
    const [methode = '', chemin = ''] = route.split(' ')
    const r = await demander(methode, await adresseDe(chemin, rows[0]?.organisme ?? ''), cookie)
    if (![403, 404].includes(r.status)) passees.push(`${route} ${r.status}`)
  }
  expect(passees).toEqual([])
})

/**
 * Ce que fait une comptable : facturer, compter, tenir le bilan. Et ce qui est à tout membre, ou à tous : son agenda, signaler un
 * événement, écrire sans compte. Là, son formulaire vide est lu, et refusé pour ce qui y manque.
 */
const deLaComptable =
  /^\/(factures|achats|bpf|planning\/abonnements|planning\/agendas|qualite\/evenements\/nouveau|rejoindre|ecrire|lettre|moi)(\/|$)|\/dossiers\/[^/]+\/factures$|\/archive\.zip$/

it('un formateur n’entre dans aucune page d’une session qu’il n’anime pas ; une comptable n’écrit que l’argent', async () => {
  const membreDe = async (role: string) =>
    (
      await base.query<{ courriel: string; compte: string; organisme: string }>(
        `select c.courriel, c.id as compte, a.organisme_id as organisme from compte.adhesion a join compte.compte c on c.id = a.compte_id
          where a.roles = $1::text[] and a.toutes and c.derivee is not null order by c.courriel limit 1`,
        [[role]],
      )
    ).rows[0]
  const lucie = await membreDe('comptable')
  if (!lucie) throw new Error('La démonstration n’a pas de comptable.')
  // Une formatrice arrivée ce matin : elle n'anime rien encore. Même mot de passe que sa collègue.
  const neuve = { courriel: 'neuve@langue-et-lien.example', organisme: lucie.organisme }
  await base.query(
    `with c as (insert into compte.compte (id, courriel, prenom, nom, sel, parametres, derivee)
        select gen_random_uuid(), $1, 'Aya', 'Neuve', sel, parametres, derivee from compte.compte where id = $2 returning id)
      insert into compte.adhesion (organisme_id, compte_id, roles, toutes, activites, acceptee_le)
        select $3, id, '{formateur}', true, '{}', now() from c`,
    [neuve.courriel, lucie.compte, lucie.organisme],
  )
  const session = await uneLigne('sessions.session', neuve.organisme)
  expect(session.id).toBeDefined()
  const celle = {
    session: session.id ?? '',
    ...Object.fromEntries(
      await Promise.all(
        (
          [
            ['seance', 'sessions.seance'],
            ['inscription', 'inscriptions.inscription'],
            ['dossier', 'inscriptions.dossier'],
          ] as const
        ).map(async ([nom, table]) => [
          nom,
          (await uneLigne(table, neuve.organisme, `and session_id = '${session.id}'`)).id ??
            crypto.randomUUID(),
        ]),
      ),
    ),
  }
  const passees: string[] = []
  const cookie = await connecter(neuve.courriel)
  for (const route of routesAvec((p) => p.includes(':session') && !aSoi.test(p))) {
    const [methode = '', chemin = ''] = route.split(' ')
    const r = await demander(methode, await adresseDe(chemin, neuve.organisme, celle), cookie)
    if (![403, 404].includes(r.status)) passees.push(`formatrice ${route} ${r.status}`)
  }
  const sienne = await connecter(lucie.courriel)
  // Signer une pièce tient à une délégation, non au rôle : le refus de qui n'en a pas est une phrase, en 409.
  // La vie d'un pôle est ouverte à tout membre (« pole.participer ») : ses propres essais la tiennent.
  for (const route of routesAvec(
    (p) => !aSoi.test(p) && !p.startsWith('/poles') && !deLaComptable.test(p),
  ).filter((r) => r.startsWith('POST'))) {
    const [methode = '', chemin = ''] = route.split(' ')
    const r = await demander(methode, await adresseDe(chemin, lucie.organisme), sienne)
    const refus = chemin === '/documents/:piece/signature' ? [403, 404, 409] : [403, 404]
    if (!refus.includes(r.status)) passees.push(`comptable ${route} ${r.status}`)
  }
  expect(passees).toEqual([])
})

it('un lien n’ouvre que la page de son usage ; échu, retiré ou inconnu, il n’ouvre rien', async () => {
  const compte = listeDesComptes().find((c) => c.role === 'responsable')
  const { rows } = await base.query<{ organisme: string }>(
    `select a.organisme_id as organisme from compte.adhesion a join compte.compte c on c.id = a.compte_id where c.courriel = $1`,
    [compte?.courriel],
  )
  const organisme = rows[0]?.organisme ?? ''
  const pages = ['/emargement/tablette/', '/emargement/', '/piece/']
  const statut = async (page: string, jeton: string, methode = 'GET') =>
    (await demander(methode, `${page}${jeton}`, '')).status
  const jetons = new Map<string, string>()
  for (const page of pages) jetons.set(page, await jetonPour(page, organisme))
  for (const [page, jeton] of jetons) {
    // Sans invitation en démonstration, le lien d'émargement n'a pas d'objet : les autres vivent.
    if (page !== '/emargement/') expect(await statut(page, jeton), page).toBe(200)
    for (const autre of pages.filter((p) => p !== page)) {
      expect(await statut(autre, jeton), `${page} par ${autre}`).toBe(404)
      if (autre !== '/emargement/tablette/')
        expect(await statut(autre, jeton, 'POST'), `${page} par ${autre}`).toBe(404)
    }
  }
  await base.query(`update compte.lien set expire_le = now() - interval '1 second' where organisme_id = $1`, [
    organisme,
  ])
  await base.query('update emargement.tablette set fermee_le = now() where organisme_id = $1', [organisme])
  for (const [page, jeton] of jetons) {
    expect(await statut(page, jeton), page).toBe(404)
    expect(await statut(page, 'x'.repeat(43)), page).toBe(404)
    expect(await statut(page, `${jeton}/../..%2f`), page).toBe(404)
  }
})
