// Long parce que chaque changement y a sa ligne, et sa façon d’être joué par ses pages.
// Qui apprend quoi d’un changement fait après que la convocation et la convention sont parties : un tableau, chaque geste joué par ses pages.
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { champsDe } from '#app/demo/rejouer.ts'
import { centimes } from '#kernel/montant.ts'
import { listerInscrits } from '#modules/inscriptions/db/inscriptions.queries.ts'
import { dossierSaisi } from '#modules/inscriptions/test/dossiers.ts'
import { lireSession } from '#modules/sessions/index.ts'
import { poserSalle } from '#modules/sessions/test/cooperatives.ts'
import { poserIntervenant } from '#modules/sessions/test/poser.ts'
import { ouvrirMessage } from '#platform/mail/outbox.ts'
import { baseNeuve } from '../base/index.ts'
import { sansInsecables } from '../monde/naviguer.ts'
import { defaut, etablir, poserVersion, type Scene, scan, scene } from './scene.ts'
import { moteur } from './texte.ts'

const base = await baseNeuve()
const pdf = moteur()
afterAll(() => pdf.close())
const preparer = scene(base, pdf)
const nu = (html: string) =>
  sansInsecables(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')).replace(
    /\s+/g,
    ' ',
  )

type Champs = Readonly<Record<string, string>>
/** Le formulaire d’une page, tel qu’on l’ouvre, avec ces champs changés. */
const remplir = async (s: Pick<Scene, 'app'>, url: string, champs: Champs) => ({
  ...champsDe(await (await s.app.request(url)).text()),
  ...champs,
})
const reussir = async (r: Response): Promise<void> =>
  expect([r.status, r.status === 303 ? '' : nu(await r.text())]).toEqual([303, ''])

/**
 * Agathe a un courriel, Yann un téléphone seul ; la Clinique des Tilleuls signe par Rosa, un OPCO paie une part ; Tom anime les deux
 * demi-journées, Inès peut le remplacer. Informations et convocations sont parties ; la convention aussi, signée ou non.
 */
const partie = async ({
  signee = true,
  session = {} as Champs,
  offre = {} as Champs,
  /** Qui signe pour la clinique n’a plus de courriel. */
  muette = false,
} = {}) => {
  const s = await preparer(
    dossierSaisi({
      lignes: [
        { dispositif: 'opco-plan', payeur: 'OPCO Santé', montant: centimes(100_000), subrogation: true },
        { dispositif: 'entreprise', payeur: '', subrogation: false },
      ],
    }),
  )
  await etablir(s)
  const poses = await base.maintenance(async (tx) => {
    for (const [champ, valeur, nom] of [
      ['courriel', 'tom@exemple.example', 'Okafor'],
      ['telephone', '+33611223344', 'Kerbrat'],
    ] as const)
      await sql`update tiers.personne set ${sql.ref(champ)} = ${valeur} where organisme_id = ${s.organisme} and nom = ${nom}`.execute(
        tx,
      )
    await sql`update catalogue.version set contenu = contenu || ${JSON.stringify(offre)}::jsonb where id = ${s.version}`.execute(
      tx,
    )
    const ines = await poserIntervenant(tx, s, [], { prenom: 'Inès', nom: 'Carvalho' })
    await sql`update tiers.personne set courriel = 'ines@exemple.example' where id = ${ines}`.execute(tx)
    const salles = { duras: await poserSalle(tx, s, 'Duras'), senghor: await poserSalle(tx, s, 'Senghor') }
    await sql`update organisme.etablissement set adresse = '3 rue du Four', code_postal = '93100' where organisme_id = ${s.organisme}`.execute(
      tx,
    )
    return { ines, ...salles }
  })
  const modifier = `/sessions/${s.session}/modifier`
  await reussir(
    await s.envoyer(
      modifier,
      await remplir(s, modifier, { salle: poses.duras, lieu: '', ...session, geste: 'changer' }),
    ),
  )
  await reussir(await s.envoyer(s.url, { ...defaut, geste: 'emettre-convention' }))
  const convention = (await s.pieces()).find((p) => p.genre === 'convention')?.id ?? ''
  if (signee) await reussir(await s.envoyer(`/documents/${convention}/scans`, scan('10/11/2026')))
  else
    await reussir(
      await s.envoyer(`/documents/${convention}/demandes`, {
        nom: 'Rosa Marchal',
        qualite: 'directrice',
        courriel: 'rosa@tilleuls.example',
      }),
    )
  for (const geste of ['remettre', ...(signee ? ['convoquer'] : [])])
    await reussir(await s.envoyer(`/sessions/${s.session}/pieces`, { geste }))
  if (muette)
    await base.maintenance((tx) =>
      sql`update tiers.personne set courriel = null where organisme_id = ${s.organisme} and nom = 'Marchal'`.execute(
        tx,
      ),
    )
  return { ...s, ...poses, convention, app: s.appA('2026-11-12T09:00:00Z') }
}
type Partie = Awaited<ReturnType<typeof partie>>

/**
 * Le formulaire de cette page, changé, vu par l’aperçu qu’elle offre, puis envoyé tout coché, comme la page le propose ; rend ce que
 * l’aperçu disait.
 */
const parApercu = async (s: Partie, url: string, champs: Champs) => {
  const page = await (await s.app.request(url)).text()
  expect(page).toContain('value="apercu"')
  const vu = await s.envoyer(url, { ...champsDe(page), ...champs, geste: 'apercu' }, s.app)
  const html = await vu.text()
  expect(vu.status, nu(html)).toBe(200)
  const corps = new FormData()
  for (const [nom, v] of Object.entries(champsDe(html))) corps.set(nom, v)
  for (const [coche = ''] of html.matchAll(/<input[^>]*type="checkbox"[^>]*>/g)) {
    const [, nom = ''] = /name="([^"]*)"/.exec(coche) ?? []
    corps.append(nom, /value="([^"]*)"/.exec(coche)?.[1] ?? 'on')
  }
  corps.set('avis', /<textarea[^>]*name="avis"[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1]?.trim() ?? '')
  corps.set('geste', html.includes('value="prevenir"') ? 'prevenir' : 'changer')
  await reussir(await s.envoyer(url, corps, s.app))
  return nu(html)
}

const messages = async (s: Partie) =>
  (
    await base.maintenance((tx) =>
      sql<{
        id: string
        chiffre: Buffer
      }>`select id, chiffre from plateforme.courriel where chiffre is not null`.execute(tx),
    )
  ).rows.flatMap((m) => {
    const clair = ouvrirMessage(s.services.keys, m.id, m.chiffre)
    return clair
      ? [
          {
            id: m.id,
            dit: `${clair.a.split('@')[0]} : ${clair.objet.split('\u00a0:')[0]}`,
            texte: clair.texte,
          },
        ]
      : []
  })
const demandes = async (s: Partie) =>
  s.dans(
    async (tx) =>
      (
        await sql<{
          id: string
          dit: string
        }>`select d.id, split_part(d.courriel, '@', 1) || ' : ' || p.genre || ' (' || d.acte || ')' as dit
        from documents.demande d join documents.piece p on p.id = d.piece_id`.execute(tx)
      ).rows,
  )
const voix = async (s: Partie) =>
  s.dans(
    async (tx) =>
      (
        await sql<{ id: string; qui: string }>`select a.id, p.prenom as qui from inscriptions.avis a
        left join inscriptions.inscription i on i.organisme_id = a.organisme_id and i.id = a.inscription_id
        join tiers.personne p on p.organisme_id = a.organisme_id and p.id = coalesce(a.personne_id, i.personne_id)
        where a.session_id = ${s.session} and a.canal = 'voix'`.execute(tx)
      ).rows,
  )

const neufs = <T extends { readonly id: string }>(avant: readonly T[], apres: readonly T[]) =>
  apres.filter((x) => !avant.some((a) => a.id === x.id))

type Faire = (s: Partie) => Promise<string>
const modifier =
  (champs: Champs): Faire =>
  (s) =>
    parApercu(s, `/sessions/${s.session}/modifier`, champs)
const affecter =
  (champs: (s: Partie) => Champs): Faire =>
  (s) =>
    parApercu(s, `/sessions/${s.session}/affectations/${s.seances[1]}`, champs(s))
const arreter =
  (vers: string): Faire =>
  (s) =>
    parApercu(s, `/sessions/${s.session}/etat/${vers}`, { motif: 'Une raison à dire' })
/** Après un report ou une interruption : d’autres dates d’abord, puis la reprise. */
const reprendre =
  (vers: 'ouverte' | 'en-cours', champs: Champs): Faire =>
  async (s) => {
    await parApercu(s, `/sessions/${s.session}/modifier`, champs)
    return parApercu(s, `/sessions/${s.session}/etat/${vers}`, {})
  }
const arriver =
  (arrivee: string): Faire =>
  (s) =>
    parApercu(s, `/sessions/${s.session}/inscriptions/nouvelle?dossier=${s.dossier}`, {
      liste: 'Noé Baron noe@exemple.example',
      ...(arrivee ? { arrivee } : {}),
    })
/** Sa place devient définitive sans convocation : la fin de son inscription s’offre. */
const inscrireDefinitivement = (s: Partie, nom: string) =>
  base.maintenance((tx) =>
    sql`update inscriptions.inscription set etat = 'inscrit', definitive_le = '2026-11-10' where organisme_id = ${s.organisme}
      and personne_id in (select id from tiers.personne where organisme_id = ${s.organisme} and nom = ${nom})`.execute(
      tx,
    ),
  )
/** La personne de ce nom part : tout coché, comme la page le propose. */
const partir =
  (nom: string, fois = 1): Faire =>
  async (s) => {
    await inscrireDefinitivement(s, nom)
    const i = (await s.dans((tx) => listerInscrits(tx, s.session))).find((x) => x.nom === nom)
    const url = `/sessions/${s.session}/inscriptions/${i?.id}/fin`
    const page = await (await s.app.request(url)).text()
    for (let n = 0; n < fois; n += 1)
      await reussir(await s.envoyer(url, { ...champsDe(page), motif: 'Une raison à garder' }, s.app))
    return nu(page)
  }
/** La feuille passe à la nouvelle version ; rend la page du geste, puis celle de la session. */
const suivreLaVersion: Faire = async (s) => {
  await base.maintenance((tx) => poserVersion(tx, s, 8, { methodes: 'Mises en situation filmées.' }))
  const url = `/sessions/${s.session}/version`
  const page = await (await s.app.request(url)).text()
  await reussir(await s.envoyer(url, champsDe(page), s.app))
  return nu(page) + nu(await (await s.app.request(`/sessions/${s.session}`)).text())
}
const reprendreLeDossier =
  (champs: Champs): Faire =>
  async (s) => {
    const url = `/sessions/${s.session}/dossiers/${s.dossier}/reprendre`
    const r = await s.envoyer(url, await remplir(s, url, champs), s.app)
    return nu(
      r.status === 303 ? await (await s.app.request(`/sessions/${s.session}`)).text() : await r.text(),
    )
  }
const enRoute = '2026-12-08T09:00:00Z'

const jouer = async (geste: Faire, depart?: Parameters<typeof partie>[0], le?: string, avant?: Faire) => {
  const prete = await partie(depart)
  const s = le ? { ...prete, app: prete.appA(le) } : prete
  await avant?.(s)
  const [m, d, p, v] = [await messages(s), await demandes(s), await s.pieces(), await voix(s)]
  const vu = await geste(s)
  return {
    vu,
    courriel: [...neufs(m, await messages(s)), ...neufs(d, await demandes(s))]
      .map((x) => sansInsecables(x.dit))
      .toSorted(),
    appele: neufs(v, await voix(s))
      .map((x) => x.qui)
      .toSorted(),
    ailleurs: /À joindre vous-même ?: ([^.]*)\./.exec(vu)?.[1] ?? '',
    papiers: neufs(p, await s.pieces())
      .map((x) => x.genre)
      .toSorted(),
  }
}

/**
 * Une ligne par geste : qui l’apprend par courriel (ce que dit l’objet, ou ce qui lui est demandé), qui est noté appelé, qui reste à
 * joindre d’une autre façon, les papiers qui se refont du même geste.
 */
type Attendu = {
  readonly courriel?: readonly string[]
  readonly appele?: readonly string[]
  readonly ailleurs?: string
  readonly papiers?: readonly string[]
  /** Ce que la page dit de plus. */
  readonly dit?: RegExp
}
const opco = 'OPCO Santé (par son portail)'
/** Stagiaire, cliente et qui anime, chacun par son courriel, du même objet ; Yann au téléphone. */
const tous = (objet: string, aQuiAnime = objet): Attendu => ({
  courriel: [`agathe : ${objet}`, `rosa : ${objet}`, `tom : ${aQuiAnime}`],
  appele: ['Yann'],
  ailleurs: opco,
})
const change = tous('Ce qui change', 'Ce qui change pour vous')
const dates: Attendu = {
  ...tous('Nouvelles dates', 'Ce qui change pour vous'),
  papiers: ['avenant', 'convocation'],
}
const avec = (a: Attendu, ...courriel: readonly string[]): Attendu => ({
  ...a,
  courriel: [...(a.courriel ?? []), ...courriel].toSorted(),
})
const refaits = ['agathe : convocation (accuse)', 'rosa : avenant (signature)'] as const
const arrivee: Attendu = {
  courriel: [
    'noe : convocation (accuse)',
    'noe : information-stagiaire (accuse)',
    'rosa : avenant (signature)',
    'tom : Une personne arrive',
  ],
  papiers: ['avenant', 'convocation'],
}
const visio = {
  session: { modalite: 'distance', lienConnexion: 'https://visio.example/un' },
  offre: {
    foadActivites: 'Exercices commentés',
    foadDuree: '1 h par exercice',
    foadAssistance: 'La formatrice répond chaque jour',
    foadEvaluation: 'Chaque exercice est noté',
  },
}

describe('qui l’apprend, par où, et quels papiers se refont', () => {
  it.each<
    [string, Faire, Attendu, (Parameters<typeof partie>[0] | undefined)?, (string | undefined)?, Faire?]
  >([
    ['une date', modifier({ 'seances[1].date': '15/12/2026' }), avec(dates, ...refaits)],
    [
      'l’heure d’une demi-journée',
      modifier({ 'seances[1].debut': '10 h' }),
      { ...avec(dates, ...refaits), papiers: ['avenant', 'convocation', 'programme'] },
    ],
    [
      'une date, la convention pas encore signée',
      modifier({ 'seances[1].date': '15/12/2026' }),
      { ...avec(dates, 'rosa : convention (signature)'), papiers: ['convention'] },
      { signee: false },
    ],
    [
      'une demi-journée de plus',
      modifier({ 'seances[2].date': '21/12/2026', 'seances[2].debut': '9 h', 'seances[2].fin': '12 h 30' }),
      { ...avec(dates, ...refaits), papiers: ['avenant', 'convocation', 'programme'] },
    ],
    [
      'une demi-journée ôtée',
      modifier({ 'seances[1].date': '', 'seances[1].debut': '', 'seances[1].fin': '', 'seances[1].id': '' }),
      { ...avec(dates, ...refaits), papiers: ['avenant', 'convocation', 'programme'] },
    ],
    [
      'le lieu',
      modifier({ salle: '', lieu: 'Maison des associations, Grenoble' }),
      {
        ...avec(change, ...refaits),
        papiers: ['avenant', 'convocation', 'programme'],
        dit: /Refaire et envoyer 1 convocation, au nouveau lieu/,
      },
    ],
    [
      'le lieu, la convention pas encore signée',
      modifier({ salle: '', lieu: 'Maison des associations, Grenoble' }),
      {
        ...avec(change, 'rosa : convention (signature)'),
        papiers: ['convention', 'programme'],
        dit: /Émettre de nouveau la convention de Clinique des Tilleuls, au nouveau lieu/,
      },
      { signee: false },
    ],
    [
      'la salle d’une demi-journée',
      affecter((s) => ({ salles: s.senghor })),
      {
        ...avec(change, 'agathe : convocation (accuse)'),
        papiers: ['convocation'],
        dit: /14 décembre 2026, de 9 h à 12 h 30 : désormais Senghor/,
      },
    ],
    [
      'la salle de toutes les demi-journées',
      affecter((s) => ({ salles: s.senghor, partout: 'on' })),
      {
        ...avec(change, ...refaits),
        papiers: ['avenant', 'convocation', 'programme'],
        dit: /Lieu ?: Senghor, .* et non plus Duras/,
      },
    ],
    [
      'l’adresse où suivre à distance',
      modifier({ lienConnexion: 'https://visio.example/deux' }),
      { ...change, dit: /la nouvelle adresse : https:\/\/visio\.example\/deux/ },
      visio,
    ],
    [
      'la première adresse où suivre à distance',
      modifier({ lienConnexion: 'https://visio.example/un' }),
      { ...change, dit: /À distance, l’adresse où suivre : https:\/\/visio\.example\/un/ },
      { ...visio, session: { modalite: 'distance' } },
    ],
    [
      'une demi-journée passe à distance',
      modifier({ 'seances[1].modalite': 'distance' }),
      {
        ...avec(change, 'rosa : avenant (signature)'),
        papiers: ['avenant', 'programme'],
        dit: /garde ses dates, mais ne se suit plus de la même façon/,
      },
      {
        ...visio,
        session: {
          modalite: 'mixte',
          lienConnexion: 'https://visio.example/un',
          'seances[0].modalite': 'presentiel',
          'seances[1].modalite': 'presentiel',
        },
      },
    ],
    [
      'qui anime',
      affecter((s) => ({ 'intervenants[0].id': s.ines, partout: 'on' })),
      avec(tous('Ce qui change', 'Vous n’animez plus'), 'ines : Vous animez'),
    ],
    [
      'qui anime une demi-journée',
      affecter((s) => ({ 'intervenants[0].id': s.ines })),
      avec(change, 'ines : Vous animez'),
    ],
    ['une personne arrive', arriver(''), arrivee],
    ['une personne arrive en route', arriver('14/12/2026'), arrivee, {}, enRoute],
    [
      'une personne part',
      partir('Pons'),
      {
        courriel: [
          'agathe : Inscription annulée',
          'rosa : Une personne ne vient plus',
          'tom : Une personne ne vient plus',
        ],
      },
    ],
    [
      'une personne part, l’envoi pressé deux fois',
      partir('Pons', 2),
      {
        courriel: [
          'agathe : Inscription annulée',
          'rosa : Une personne ne vient plus',
          'tom : Une personne ne vient plus',
        ],
      },
    ],
    [
      'une personne part, ni elle ni qui signe pour elle n’ont de courriel',
      partir('Kerbrat'),
      {
        courriel: ['tom : Une personne ne vient plus'],
        dit: /À prévenir de vive voix : Rosa Marchal \(pour Clinique des Tilleuls\)/,
      },
      { muette: true },
    ],
    [
      'une personne sans courriel part',
      partir('Kerbrat'),
      {
        courriel: ['rosa : Une personne ne vient plus', 'tom : Une personne ne vient plus'],
        dit: /Yann Kerbrat n’a pas de courriel : dites-le-lui de vive voix/,
      },
    ],
    [
      'le prix proposé : un dossier ouvert garde le sien',
      modifier({ prix: '520' }),
      { dit: /1 dossier ouvert garde le prix convenu/ },
    ],
    [
      'le prix d’un dossier, sa convention partie',
      reprendreLeDossier({ prix: '2 500', 'lignes[1].montant': '1 500' }),
      { dit: /Émettre de nouveau la convention de Clinique des Tilleuls, au nouveau prix/ },
      { signee: false },
    ],
    [
      'le prix d’un dossier signé ne change pas',
      reprendreLeDossier({ prix: '2 500', 'lignes[1].montant': '1 500' }),
      { dit: /Ce dossier est signé : l’acheteur, le prix, .* ne changent plus que par un avenant/ },
    ],
    [
      'la version de l’offre',
      suivreLaVersion,
      {
        courriel: ['agathe : Le programme change', 'tom : Le programme change'],
        dit: /Établir l’avenant de Clinique des Tilleuls à la nouvelle version de l’offre, et l’envoyer à signer/,
      },
    ],
    ['un report', arreter('reportee'), tous('Reportée')],
    [
      'une reprise après report',
      reprendre('ouverte', { 'seances[0].date': '18/01/2027', 'seances[1].date': '25/01/2027' }),
      avec(dates, ...refaits),
      {},
      undefined,
      arreter('reportee'),
    ],
    [
      'une reprise après interruption',
      reprendre('en-cours', { 'seances[1].date': '15/12/2026' }),
      { ...dates, courriel: avec(dates, 'rosa : avenant (signature)').courriel ?? [], papiers: ['avenant'] },
      {},
      enRoute,
      arreter('interrompue'),
    ],
    ['une annulation', arreter('annulee'), tous('Annulée')],
    ['une interruption', arreter('interrompue'), tous('Interrompue'), {}, enRoute],
    [
      'la capacité : personne n’a à l’apprendre',
      modifier({ capacite: '8' }),
      { dit: /ni personne à prévenir/ },
    ],
  ])('%s', async (_, geste, attendu, depart, le, avant) => {
    const { vu, ...fait } = await jouer(geste, depart, le, avant)
    expect(fait).toEqual({
      courriel: (attendu.courriel ?? []).map(sansInsecables).toSorted(),
      appele: attendu.appele ?? [],
      ailleurs: attendu.ailleurs ?? '',
      papiers: attendu.papiers ?? [],
    })
    if (attendu.dit) expect(vu).toMatch(attendu.dit)
  })

  const signer = async (s: Partie) => {
    const r = await s.envoyer(`/documents/${s.convention}/signature`, {}, s.app)
    return [r.status, r.status === 303 ? '' : nu(await r.text())]
  }
  it('la convention partie à l’ancien prix ne se signe plus, fût-elle reportée, et se signe de nouveau si le prix revient', async () => {
    const s = await partie({ signee: false })
    const passe = [
      409,
      expect.stringContaining('Le prix a changé depuis que cette pièce est émise : elle ne se signe plus.'),
    ]
    await reprendreLeDossier({ prix: '2 500', 'lignes[1].montant': '1 500' })(s)
    expect(await signer(s)).toEqual(passe)
    await reprendreLeDossier({ prix: '2 400', 'lignes[1].montant': '1 400' })(s)
    expect(await signer(s)).toEqual([303, ''])
    const reportee = await partie({ signee: false })
    await reprendreLeDossier({ prix: '2 500', 'lignes[1].montant': '1 500' })(reportee)
    await arreter('reportee')(reportee)
    expect(await signer(reportee)).toEqual(passe)
  })

  it('la convention partie à l’ancien lieu ne se signe plus, et se signe de nouveau si le lieu revient', async () => {
    const s = await partie({ signee: false })
    const url = `/sessions/${s.session}/modifier`
    const changer = async (champs: Champs) =>
      reussir(await s.envoyer(url, { ...(await remplir(s, url, champs)), geste: 'changer' }, s.app))
    await changer({ salle: '', lieu: 'Maison des associations, Grenoble' })
    expect(await signer(s)).toEqual([
      409,
      expect.stringContaining('Le lieu de cette formation a changé depuis que cette pièce est émise'),
    ])
    await changer({ salle: s.duras, lieu: '' })
    expect(await signer(s)).toEqual([303, ''])
  })

  it('une salle réglée pour une demi-journée ne fait pas redire le lieu de toute la session ; réglée pour l’autre aussi, si', async () => {
    const s = await partie()
    const url = `/sessions/${s.session}/affectations/${s.seances[0]}`
    await reussir(
      await s.envoyer(url, { ...(await remplir(s, url, { salles: s.senghor })), geste: '' }, s.app),
    )
    const lieu = async () => (await s.dans((tx) => lireSession(tx, s.session)))?.lieu
    const avant = await lieu()
    const vu = await modifier({ capacite: '8' })(s)
    expect([await lieu(), vu]).toEqual([avant, expect.not.stringContaining('Lieu : Senghor')])
    // La seconde y passe à son tour : le lieu suit, l’ancienne salle n’y reste pas, et la page le dit.
    const seconde = `/sessions/${s.session}/affectations/${s.seances[1]}`
    const r = await s.envoyer(
      seconde,
      { ...(await remplir(s, seconde, { salles: s.senghor })), geste: '' },
      s.app,
    )
    await reussir(r)
    const apres = avant?.replaceAll('Duras', 'Senghor')
    expect([await lieu(), apres === avant]).toEqual([apres, false])
    const temoin = /coforme-passage=([^.;]+)/.exec(r.headers.get('set-cookie') ?? '')?.[1] ?? ''
    expect(sansInsecables(Buffer.from(temoin, 'base64url').toString('utf8'))).toContain(
      `Le lieu de la session devient « ${apres} ».`,
    )
  })
})
