/**
 * Adresse × rôle : chaque adresse montée, par chaque rôle et sans compte, contre ce que son garde dit d’elle et le tableau des droits.
 * Rien n’est énuméré ici : une adresse, un rôle ou un droit de plus tombe sous l’essai le jour même. Un passage ordinaire en prend une sur
 * sept ; `npm run murs`, toutes (COFORME_MURS=entiers).
 */
import fc from 'fast-check'
import { HonoRequest } from 'hono/request'
import { expect, it, vi } from 'vitest'
import { applicationModule } from '#app/pages/application.ts'
import { pagesComposees } from '#app/pages/module.ts'
import { ok } from '#kernel/result.ts'
import { type Droit, droits, type Role, roles } from '#modules/organisme/domain/droits.ts'
import type { MaintenanceTx } from '#platform/db/index.ts'
import type { RenderedPdf } from '#platform/pdf/pdf.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { type Garde, gardeDe } from '#web/garde.ts'
import { modules } from '../../src/app/modules.ts'
import { empreinteDe } from '../application/explorer.ts'
import { type Graine, graine, semer } from '../base/index.ts'
import { monde } from '../monde/index.ts'
import { pdfDEssai } from '../pdf-d-essai.ts'

const a = graine('A')
const b = graine('B')
const tous = Object.keys(roles) as Role[]
const semee = async (tx: MaintenanceTx): Promise<Graine> => {
  await semer(tx, a)
  await semer(tx, b)
  return a
}
/** Composer un papier n’est pas ce que l’on éprouve ici : le même, pour toutes. */
const papier: RenderedPdf = {
  pdf: Buffer.from(pdfDEssai()),
  pages: 1,
  empreinte: '0'.repeat(64),
  donnees: '{}',
  remplaces: [],
}
const m = await monde({
  modules: [
    ...modules,
    pagesComposees(modules),
    applicationModule(modules.flatMap((x) => x.contributions ?? [])),
  ],
  coops: { coop: semee },
  roles: tous,
  services: { storage: postgresStorage(), pdf: { render: async () => ok(papier), close: async () => {} } },
})
const admin = await m.base.client('admin')

/** Le nom d’un paramètre est celui d’une table : sa valeur est une vraie ligne de la coopérative, sinon un identifiant quelconque. */
type Ligne = {
  readonly table: string
  readonly organisme: string
  readonly activite: string
  readonly id: string
}
const lignes = new Map<string, Ligne[]>()
/** Les paramètres dont le nom n’est pas celui d’une table, et les tables dont ils désignent une ligne. */
const autresNoms: Readonly<Record<string, readonly string[]>> = {
  element: ['element_probant'],
  enseigne: ['activite'],
  lecture: ['lecture_csv'],
  ligne: ['entree'],
  liste: ['liste_connexion'],
  mission: ['audit_mission'],
  payeur: ['personne', 'entreprise'],
  photo: ['bien_photo'],
  premier: ['personne', 'entreprise'],
  produit: ['produit_repris'],
  second: ['personne', 'entreprise'],
}
{
  // La clé d’une ligne : « id », ou celle qui porte le nom de la table (un groupement) ; d’une adhésion, le compte qu’elle désigne.
  const { rows } = await admin.query<{ nom: string; court: string; cle: string; activite: boolean }>(
    `select f.nom, t.court, c.cle, exists (select from pg_attribute p where p.attrelid = f.nom::regclass and p.attname = 'activite_id') as activite
       from app.famille f cross join lateral (select split_part(f.nom, '.', 2) as court) t cross join lateral (
         select p.attname::text as cle from pg_attribute p where p.attrelid = f.nom::regclass and not p.attisdropped
            and p.attname = any (array['id', t.court || '_id', case f.nom when 'compte.adhesion' then 'compte_id' end])
          order by p.attname = 'id' desc limit 1) c
      where exists (select from pg_attribute p where p.attrelid = f.nom::regclass and p.attname = 'organisme_id') order by 1`,
  )
  for (const { nom, court, cle, activite } of rows) {
    const vues = await admin.query<Ligne>(
      `select distinct on (organisme_id${activite ? ', activite_id' : ''}) '${nom}' as table, organisme_id::text as organisme,
              ${activite ? 'activite_id::text' : `''`} as activite, ${cle}::text as id
         from ${nom} where organisme_id in ($1, $2)`,
      [a.organisme, b.organisme],
    )
    const sous = court === 'adhesion' ? 'membre' : court
    lignes.set(sous, [...(lignes.get(sous) ?? []), ...vues.rows])
  }
  for (const [nom, courts] of Object.entries(autresNoms))
    lignes.set(nom, [...(lignes.get(nom) ?? []), ...courts.flatMap((court) => lignes.get(court) ?? [])])
  lignes.set(
    'organisme',
    [a, b].map((g) => ({ table: '', organisme: g.organisme, activite: '', id: g.organisme })),
  )
  lignes.set(
    'pole',
    [a, b].map((g) => ({ table: '', organisme: g.organisme, activite: '', id: g.pole })),
  )
}
type Adresse = {
  readonly methode: string
  readonly chemin: string
  readonly url: string
  readonly gardes: readonly Garde[]
}
const parametre = /:(\w+)(\{(?:[^{}]|\{[^}]*\})*\})?/g
/** Une valeur que le motif accepte : `:version{[0-9]{1,6}}`, `:geste{retirer|remettre}`. */
const valeurDe = (nom: string, motif = ''): string => {
  const connue = lignes.get(nom)?.findLast((l) => l.organisme === a.organisme)?.id ?? crypto.randomUUID()
  const forme = new RegExp(motif === '' ? '' : `^(?:${motif.slice(1, -1)})$`)
  return (
    [connue, '1'].find((v) => forme.test(v)) ??
    fc.sample(fc.stringMatching(forme), { numRuns: 1, seed: 1 })[0] ??
    connue
  )
}
const adresses: readonly Adresse[] = [
  ...new Set(
    m.app.routes
      .filter((r) => ['GET', 'POST'].includes(r.method) && !r.path.includes('*'))
      .map((r) => `${r.method} ${r.path}`),
  ),
]
  .toSorted()
  .map((r) => {
    const [methode = '', chemin = ''] = r.split(' ')
    const url = chemin.replace(parametre, (_, nom: string, motif?: string) => valeurDe(nom, motif))
    const [trouves] = m.app.router.match(methode, url) as unknown as [
      readonly [readonly [object, { readonly path: string }]][],
    ]
    // « /catalogue/nouvelle » est aussi un « /catalogue/:offre » : ce qui vient après la sienne ne la garde pas.
    const sienne = trouves.findLastIndex(([[, route]]) => route.path === chemin)
    if (sienne < 0) throw new Error(`${url} n’est pas à ${chemin}.`)
    const gardes = trouves.slice(0, sienne + 1).flatMap(([[fonction]]) => gardeDe(fonction) ?? [])
    return { methode, chemin, url, gardes }
  })
const entiers = process.env.COFORME_MURS === 'entiers'
const prises = entiers ? adresses : adresses.filter((_, i) => i % 7 === 3)

const demander = async ({ methode, url }: Adresse, cookie?: string) => {
  const r = await m.app.request(url, {
    method: methode,
    headers: { origin: m.origine, ...(cookie ? { cookie } : {}) },
    ...(methode === 'POST'
      ? { body: new URLSearchParams({ motif: 'un motif', nom: 'Nom', recuLe: '24/11/2026' }) }
      : {}),
  })
  const html = r.headers.get('content-type')?.startsWith('text/html') ? await r.text() : ''
  return { statut: r.status, vers: r.headers.get('location') ?? '', html }
}
const refuse = (g: Garde, role: Role): boolean =>
  g.genre === 'instance' ||
  (g.genre === 'role' && !g.roles.includes(role)) ||
  (g.genre === 'droit' && !g.droits.some((d) => role in droits[d as Droit].par))

it('aucune page ne tombe sur ce que la coopérative tient ; toute réponse dit son type, et son jeu de signes quand c’est du texte ; tout mot de passe se cache et se laisse remplir ; aucune ne croit le nom sous lequel on la demande, ni ne se garde', async () => {
  const fautes: string[] = []
  let mots = 0
  for (const x of prises.filter((y) => y.methode === 'GET'))
    for (const cookie of [undefined, m.responsable.cookie]) {
      // Sous un autre nom que le nôtre : rien de ce que la page dit, ni d’où elle mène, ne doit le croire.
      const r = await m.app.request(`http://pirate.example${x.url}`, {
        headers: { origin: m.origine, 'x-forwarded-host': 'pirate.example', ...(cookie ? { cookie } : {}) },
      })
      const type = r.headers.get('content-type') ?? ''
      const corps = r.status === 303 || r.status === 304 ? '' : await r.text()
      if (/pirate\.example/.test(`${corps} ${[...r.headers].flat().join(' ')}`))
        fautes.push(`${x.chemin} dit le nom de qui demande`)
      // Une page d’un compte ne se garde nulle part.
      if (
        cookie &&
        r.status === 200 &&
        x.gardes.length > 0 &&
        !/no-store|private/.test(r.headers.get('cache-control') ?? '')
      )
        fautes.push(`${x.chemin} se garde : ${r.headers.get('cache-control')}`)
      if (corps !== '' && (type === '' || (/^text\//.test(type) && !/charset=utf-8/i.test(type))))
        fautes.push(`${x.chemin} ${r.status} « ${type} »`)
      if (r.status >= 500) fautes.push(`${x.chemin} ${r.status} ${m.pannes.at(-1)?.erreur}`)
      for (const [champ] of corps.matchAll(
        /<input(?![^>]*type="checkbox")[^>]*name="(motDePasse|ancien|nouveau)"[^>]*>/g,
      )) {
        mots += 1
        if (!/type="password"/.test(champ) || !/autocomplete="(current|new)-password"/.test(champ))
          fautes.push(`${x.chemin} ${champ}`)
      }
    }
  expect(fautes).toEqual([])
  if (entiers) expect(mots).toBeGreaterThan(3)
})

it('aucune page ne tombe sur un jour au bord du calendrier', async () => {
  const bords = ['1900-01-01/1900-01-01/1900-01-02', '2199-12-31/2199-12-30/2199-12-31']
  const demandees = vi.spyOn(HonoRequest.prototype, 'query')
  const lus = () => demandees.mock.calls as unknown as readonly (readonly [string?])[]
  const [fautes, prennent]: [string[], string[]] = [[], []]
  for (const x of adresses.filter((y) => y.methode === 'GET'))
    for (const [jour = '', du = '', au = ''] of bords.map((b) => b.split('/'))) {
      const mots = { jour, du, au, le: jour, audit: jour, debut: du, fin: au }
      demandees.mockClear()
      const r = await demander({ ...x, url: `${x.url}?${new URLSearchParams(mots)}` }, m.responsable.cookie)
      if (r.statut >= 500) fautes.push(`${x.chemin} ${jour} ${r.statut} ${m.pannes.at(-1)?.erreur}`)
      // Une page qui ne lit aucun de ces mots ne se demande qu’une fois.
      if (!lus().some(([nom]) => nom === undefined || nom in mots)) break
      prennent.push(x.chemin)
    }
  demandees.mockRestore()
  expect(fautes).toEqual([])
  expect(prennent.length).toBeGreaterThan(20)
})

it('sans compte, aucune adresse gardée ne montre rien : la connexion d’abord', async () => {
  const passees: string[] = []
  for (const x of prises.filter((y) => y.gardes.length > 0)) {
    const r = await demander(x)
    if (r.statut !== 303 || !r.vers.startsWith('/connexion'))
      passees.push(`${x.methode} ${x.chemin} ${r.statut}`)
  }
  expect(passees).toEqual([])
})

it('ce que le tableau des droits refuse à un rôle, l’adresse le refuse, et n’écrit rien', async () => {
  const avant = await empreinteDe(admin)
  const passees: string[] = []
  let essais = 0
  for (const x of prises)
    for (const role of tous) {
      const g = x.gardes.find((y) => refuse(y, role))
      if (!g) continue
      essais += 1
      const r = await demander(x, m[role].cookie)
      // L’instance, et une pièce que l’on ne lit pas, n’existent pas pour qui n’y a pas droit.
      const nExistePas = g.genre === 'instance' || x.chemin.startsWith('/documents/:piece/')
      if (r.statut !== 403 && !(nExistePas && r.statut === 404))
        passees.push(`${role} ${x.methode} ${x.chemin} ${r.statut}`)
    }
  expect(passees).toEqual([])
  expect(essais).toBeGreaterThan(200)
  expect(await empreinteDe(admin)).toEqual(avant)
})

it('ce qu’il permet à un rôle, le garde ne le refuse pas', async () => {
  const phraseDe = (g: Garde) => (g.genre === 'droit' ? droits[g.droits[0] as Droit].phrase : '\0')
  const refusees: string[] = []
  let ouvertes = 0
  for (const x of prises.filter((y) => y.methode === 'GET' && y.gardes.length > 0))
    for (const role of tous) {
      if (x.gardes.some((g) => refuse(g, role))) continue
      const r = await demander(x, m[role].cookie)
      if (r.statut === 200) ouvertes += 1
      // « sien » : le garde laisse passer, la page juge ce qu’elle a chargé, et redit la phrase du droit.
      const tout = x.gardes.every(
        (g) =>
          g.genre !== 'droit' ||
          g.droits.some((d) => (droits[d as Droit].par as Partial<Record<Role, string>>)[role] === 'tout'),
      )
      if (tout && r.statut === 403 && x.gardes.some((g) => r.html.includes(phraseDe(g))))
        refusees.push(`${role} ${x.chemin} ${r.statut}`)
    }
  expect(refusees).toEqual([])
  expect(ouvertes).toBeGreaterThan(50)
})

it('une adresse sans garde est à tous : elle ne montre à aucun rôle plus qu’à qui n’a pas de compte', async () => {
  const gardees: string[] = []
  // Elles mènent d’elles-mêmes à la connexion, ou disent d’abord qui entre : le code attend son mot de passe, la fondation son instance.
  const delleMeme = /^\/(connexion|deconnexion|premiers-pas|courriels)(\/|$)/
  const libres = adresses.filter((x) => x.gardes.length === 0 && !delleMeme.test(x.chemin))
  expect(libres.length).toBeGreaterThan(50)
  for (const x of libres) {
    const sans = await demander(x)
    if (sans.vers.startsWith('/connexion')) gardees.push(`${x.methode} ${x.chemin} demande un compte`)
    if (x.methode !== 'GET' || sans.statut === 200) continue
    for (const role of ['responsable', 'administration', 'formateur'] as const)
      if ((await demander(x, m[role].cookie)).statut === 200) gardees.push(`${role} ${x.chemin}`)
  }
  expect(gardees).toEqual([])
})

/**
 * Cette adresse sous les identifiants que `choisir` donne, autant de fois qu’un de ses paramètres désigne de tables ; rien, s’il n’en donne
 * aucun. Un paramètre sans ligne garde la valeur des autres essais.
 */
const sousDAutres = (x: Adresse, choisir: (nom: string, rang: number) => readonly Ligne[]): Adresse[] => {
  const noms = [...x.chemin.matchAll(parametre)].map(([, nom = '', motif]) => ({ nom, motif }))
  const choix = noms.map(({ nom, motif = '' }, rang) =>
    choisir(nom, rang).filter(({ id }) => motif === '' || new RegExp(`^(?:${motif.slice(1, -1)})$`).test(id)),
  )
  return Array.from({ length: Math.max(0, ...choix.map((c) => c.length)) }, (_, i) => {
    let rang = 0
    const url = x.chemin.replace(parametre, (_tout, nom: string, motif?: string) => {
      const siens = choix[rang++] ?? []
      return siens[i % siens.length]?.id ?? valeurDe(nom, motif)
    })
    return { ...x, url }
  })
}
const avecIdentifiants = (parmi: readonly Adresse[]) =>
  parmi.filter((x) => x.gardes.length > 0 && x.chemin.includes(':'))
/** Le premier rôle que ses gardes laissent passer : il aurait le droit, sur ce qui est à lui. */
const lePermis = (x: Adresse): Role | undefined => tous.find((r) => !x.gardes.some((g) => refuse(g, r)))
const lignesDe = (nom: string, g: Graine, activite?: string): readonly Ligne[] =>
  (lignes.get(nom) ?? []).filter(
    (l) => l.organisme === g.organisme && (activite === undefined || l.activite === activite),
  )
/** Ce qui n’est à personne : une proposition de pôle se signe par qui en reçoit l’adresse ; un modèle, une salle se lisent de tous. */
const aTous = /^\/(poles\/propositions\/:|questionnaires\/modeles\/:modele\/apercu$|salles\/:salle$)/

it('les lignes d’une autre coopérative n’ouvrent aucune adresse, à qui aurait le droit sur les siennes', async () => {
  const passees: string[] = []
  let essais = 0
  for (const x of avecIdentifiants(prises).filter((y) => !aTous.test(y.chemin))) {
    const role = lePermis(x)
    for (const y of role ? sousDAutres(x, (nom) => lignesDe(nom, b)) : []) {
      essais += 1
      const r = await demander(y, role && m[role].cookie)
      if (r.statut !== 403 && r.statut !== 404)
        passees.push(`${role} ${y.methode} ${y.chemin} ${r.statut} ${y.url}`)
    }
  }
  expect(passees).toEqual([])
  expect(essais).toBeGreaterThan(50)
})

it('une ligne ne s’ouvre pas sous celle d’une autre : ni la demande d’une pièce par une autre pièce, ni l’inscrit d’une session par une autre', async () => {
  const passees: string[] = []
  let essais = 0
  const [une, autre] = a.activites
  // Réunir deux fiches en demande deux : aucune n’est sous l’autre.
  const emboitees = avecIdentifiants(adresses).filter(
    (y) => y.chemin.split(':').length > 2 && !y.chemin.includes('/reunir/'),
  )
  for (const x of emboitees) {
    const role = lePermis(x)
    for (const y of role ? sousDAutres(x, (nom, rang) => lignesDe(nom, a, rang === 0 ? une : autre)) : []) {
      essais += 1
      const r = await demander(y, role && m[role].cookie)
      if (r.statut !== 403 && r.statut !== 404)
        passees.push(`${role} ${y.methode} ${y.chemin} ${r.statut} ${y.url}`)
    }
  }
  expect(passees).toEqual([])
  expect(essais).toBeGreaterThan(50)
})

it('d’une enseigne, rien de ce qui est à une autre ne s’ouvre', async () => {
  const [une, autre] = a.activites
  const elle = await m.entrer(a.organisme, { roles: ['responsable', 'equipe-appui'], portee: [une] })
  const passees: string[] = []
  let essais = 0
  for (const x of avecIdentifiants(prises).filter((y) => !aTous.test(y.chemin)))
    for (const y of sousDAutres(x, (nom) => lignesDe(nom, a, autre))) {
      essais += 1
      const r = await demander(y, elle.cookie)
      if (r.statut !== 403 && r.statut !== 404) passees.push(`${y.methode} ${y.chemin} ${r.statut} ${y.url}`)
    }
  expect(passees).toEqual([])
  expect(essais).toBeGreaterThan(entiers ? 100 : 10)
})

it('ce qu’un rôle ne tient que du sien, il ne l’ouvre pas sur ce qui n’est pas à lui', async () => {
  const passees: string[] = []
  let essais = 0
  for (const x of avecIdentifiants(prises).filter((y) => !aTous.test(y.chemin)))
    for (const role of tous) {
      // Sans autre garde que le compte, c’est la page qui juge : qui forme n’y tient que le sien.
      const portee = (g: Garde) =>
        g.genre === 'droit'
          ? g.droits.every((d) => (droits[d as Droit].par as Partial<Record<Role, string>>)[role] !== 'tout')
          : role === 'formateur' && x.gardes.every((y) => y.genre === 'compte' || y.genre === 'connexion')
      if (x.gardes.some((g) => refuse(g, role)) || !x.gardes.some(portee)) continue
      for (const y of sousDAutres(x, (nom) => lignesDe(nom, a))) {
        essais += 1
        const r = await demander(y, m[role].cookie)
        if (r.statut !== 403 && r.statut !== 404)
          passees.push(`${role} ${y.methode} ${y.chemin} ${r.statut} ${y.url}`)
      }
    }
  expect(passees).toEqual([])
  expect(essais).toBeGreaterThan(entiers ? 100 : 10)
})

it('chaque identifiant d’une adresse désigne une vraie ligne : aucun essai ne réussit faute d’en avoir', () => {
  // Des mots, des années, des secrets, des empreintes : rien que la base tienne sous un identifiant.
  const mots = new Set(
    'adresse chapitre cle code empreinte exercice fichier format genre geste jeton lot numero papier preuve qui rang secret taille vers version'.split(
      ' ',
    ),
  )
  const noms = new Set(
    avecIdentifiants(adresses).flatMap((x) => [...x.chemin.matchAll(parametre)].map(([, nom = '']) => nom)),
  )
  expect([...noms].filter((nom) => !mots.has(nom) && lignesDe(nom, b).length === 0)).toEqual([])
})
