// Long parce que tous ces essais partagent une scène : une pièce émise, son client, son courrier et ses tâches.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { PersonneId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { visasDeLaCae } from '#modules/cae/index.ts'
import { moduleCae } from '#modules/cae/module.ts'
import type { GenrePiece } from '#modules/documents/domain/genres.ts'
import type { PieceId } from '#modules/documents/domain/piece.ts'
import { emettrePiece } from '#modules/documents/gestes/composer.ts'
import { remettrePiece } from '#modules/documents/gestes/demander-signature.ts'
import { envoyerDemande } from '#modules/documents/jobs/envoyer-demande.job.ts'
import { moduleDocuments } from '#modules/documents/module.ts'
import type { SignatureRecueillie } from '#modules/documents/prises.ts'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { poserMaison } from '#modules/documents/test/maison.ts'
import { servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { JobPayload } from '#platform/jobs/jobs.ts'
import { envoyerCourrielJob } from '#platform/mail/outbox.ts'
import { poserAdhesion, poserCompte } from '../../src/modules/comptes/test/comptes.ts'
import { clesDEssai } from '../../src/modules/emargement/test/session-d-essai.ts'
import { baseNeuve, codeSql } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'
import { pdfDEssai } from '../pdf-d-essai.ts'
import { lireTexte, moteur, serre } from './texte.ts'

const base = await baseNeuve()
const pdf = moteur()
afterAll(() => pdf.close())
const origine = 'http://localhost:3000'
const exemples = exemplesDocuments(exempleCertificat.organisme)
const emiseLe = new Date('2026-11-05T09:00:00Z')

const preparer = async ({ cae = false, plafond = null as number | null } = {}) => {
  const maison = await base.maintenance((tx) => poserMaison(tx))
  await base.maintenance(async (tx) => {
    // Le visa se donne par un compte qui en a le rôle : la base le vérifie.
    await poserCompte(tx, clesDEssai, {
      id: maison.personne,
      courriel: `${maison.personne}@exemple.example`,
      nom: 'Roussillon',
    })
    await poserAdhesion(tx, {
      organisme: maison.organisme,
      compte: maison.personne,
      roles: ['responsable', 'equipe-appui'],
    })
    if (cae)
      await sql`update organisme.organisme set cae = true where organisme_id = ${maison.organisme}`.execute(
        tx,
      )
    await sql`insert into organisme.signataire (organisme_id, id, compte_id, nom, qualite, genre, pieces, plafond_centimes, debut)
      values (${maison.organisme}, ${newId()}, ${maison.personne}, 'Hélène Roussillon', 'directrice générale',
        ${plafond === null ? 'fonction' : 'delegation'}, '{*}', ${plafond}, '2020-01-01')`.execute(tx)
  })
  const recueillies: SignatureRecueillie[] = []
  const prises = {
    visas: visasDeLaCae,
    apresSignature: async (_: TenantTx, s: SignatureRecueillie) => ok(recueillies.push(s)),
    siens: async () => ({ anime: new Set<string>(), suit: new Set<string>(), enseigne: new Set<string>() }),
  }
  const services = { ...servicesDe(base, maison, '2026-11-06T09:00:00Z'), pdf }
  const a = (instant: string) => ({ ...services.a(instant), pdf })
  const app = (
    s: typeof services = services,
    roles: readonly string[] | null = ['responsable', 'equipe-appui'],
    qui = maison,
  ) =>
    pagesDevant(
      { ...s, ...(qui === maison ? {} : { db: servicesDe(base, qui).db }) },
      [moduleDocuments(prises), moduleCae],
      () =>
        roles
          ? {
              roles,
              personneId: qui.personne,
              organisme: { id: qui.organisme, code: 'maison', nom: 'Langue & Lien' },
            }
          : undefined,
    ).app
  return { maison, services, a, app, recueillies }
}
type Scene = Awaited<ReturnType<typeof preparer>>

const emettre = async (
  { maison, services }: Scene,
  genre: GenrePiece = 'convention',
  donnees: Record<string, unknown> = exemples.convention,
  traits: { complete?: PieceId; remplace?: PieceId } = {},
) => {
  const { numero: _, ...d } = donnees
  const r = await base.enTantQue(maison.organisme, { personne: maison.personne }, (tx) =>
    emettrePiece(services)(tx, {
      genre,
      activite: maison.activite,
      gabarit: `${genre === 'avenant' ? 'convention' : genre}.v1`,
      donnees: { ...d, references: { session: `S-${newId().slice(-6)}` } },
      libelle: 'Anglais, Ateliers Belledonne',
      recherche: 'Belledonne',
      objet: { genre: 'dossier', id: newId() },
      emisLe: emiseLe,
      annee: 2026,
      ...traits,
    }),
  )
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}

type App = ReturnType<Scene['app']>
const envoyer = (a: App, url: string, champs: Readonly<Record<string, string>> | FormData) =>
  a.request(url, {
    method: 'POST',
    headers: {
      origin: origine,
      'sec-fetch-site': 'same-origin',
      ...(champs instanceof FormData ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body: champs instanceof FormData ? champs : new URLSearchParams(champs).toString(),
  })

/** Joue, sous le rôle du travailleur, les tâches de ce nom qui attendent pour cet organisme. */
const jouer = async (scene: Scene, nom: string, services = scene.services) => {
  const admin = await base.client('admin')
  const { rows } = await admin.query<{ id: string; payload: JobPayload }>(
    `select j.id, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = $1 and j.payload ->> 'organisme' = $2 order by j.id`,
    [nom, scene.maison.organisme],
  )
  const jobs =
    moduleDocuments({
      visas: visasDeLaCae,
      apresSignature: async () => ok(undefined),
      siens: async () => ({ anime: new Set<string>(), suit: new Set<string>(), enseigne: new Set<string>() }),
    }).jobs ?? {}
  for (const { id, payload } of rows) {
    await jobs[nom]?.(payload, services)
    await admin.query('delete from graphile_worker._private_jobs where id = $1', [id])
  }
  return rows.length
}
const posterLeCourrier = async (scene: Scene) => {
  const admin = await base.client('admin')
  const { rows } = await admin.query<{ id: string }>(
    `select id from plateforme.courriel where etat = 'en-attente' and organisme_id = $1 order by depose_le`,
    [scene.maison.organisme],
  )
  for (const { id } of rows)
    await envoyerCourrielJob({ courriel: id }, { ...scene.services, db: base.worker })
}
const dernier = (scene: Scene) => scene.services.courrier.at(-1)?.texte ?? ''
const jetonDe = (texte: string) => /\/piece\/([A-Za-z0-9_-]{43})/.exec(texte)?.[1] ?? ''
const codeDe = (texte: string) => /^(\d{6})$/m.exec(texte)?.[1] ?? ''

const demander = async (scene: Scene, piece: string) => {
  const r = await envoyer(scene.app(), `/documents/${piece}/demandes`, {
    nom: 'Odile Garnier',
    qualite: 'présidente',
    courriel: 'odile@ateliers-belledonne.example',
  })
  expect(r.status).toBe(303)
  await jouer(scene, 'documents.envoyer-demande')
  return jetonDe(dernier(scene))
}
const identite = { nom: 'Odile Garnier', qualite: 'présidente', consentement: 'on' }
const recevoirCode = async (scene: Scene, jeton: string) => {
  const r = await envoyer(scene.app(undefined, null), `/piece/${jeton}`, { ...identite, geste: 'code' })
  expect(r.status).toBe(200)
  await posterLeCourrier(scene)
  return codeDe(dernier(scene))
}
const signer = (scene: Scene, jeton: string, code: string, services = scene.services) =>
  envoyer(scene.app(services, null), `/piece/${jeton}`, { ...identite, code, geste: 'signer' })

describe('Signer par lien', () => {
  it('lire, recevoir un code, signer : la preuve est gardée, l’exemplaire porte la même empreinte', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    const jeton = await demander(scene, piece.id)
    const page = await (await scene.app(undefined, null).request(`/piece/${jeton}`)).text()
    expect(page).toContain('Une pièce à signer')
    expect(page).toContain('value="Odile Garnier"')
    expect(page).toContain('1366 et 1367')
    // La pièce dit quand l’action commence : qui signerait après l’apprend avant de signer.
    expect(page).not.toContain('L’action a commencé')
    const tard = { ...scene.services, clock: { now: () => new Date('2027-02-01T09:00:00Z') } }
    expect(await (await scene.app(tard, null).request(`/piece/${jeton}`)).text()).toContain(
      'votre signature portera la date de ce jour, postérieure au début',
    )
    const lu = await scene.app(undefined, null).request(`/piece/${jeton}/0.pdf`)
    expect(lu.headers.get('content-type')).toBe('application/pdf')

    const code = await recevoirCode(scene, jeton)
    expect(code).toMatch(/^\d{6}$/)
    const signee = await signer(scene, jeton, code)
    expect(signee.status).toBe(200)
    expect(await signee.text()).toContain('Pièce signée')
    expect(scene.recueillies).toMatchObject([
      {
        piece: piece.id,
        acte: 'signature',
        role: 'client',
        moyen: 'lien',
        dateeDu: '2026-11-06',
        objet: { genre: 'dossier' },
      },
    ])

    const preuve = await base.enTantQue(
      scene.maison.organisme,
      { personne: scene.maison.personne },
      async (tx) => {
        const { rows } = await sql<{
          empreinte: Buffer
          engagement: Buffer
          sel: Buffer
          contenu: string
          consentement: string
          par: string | null
        }>`
        select s.empreinte, s.engagement, s.consentement, s.par, v.sel, v.contenu from documents.signature s
        join documents.signature_privee v on v.organisme_id = s.organisme_id and v.signature_id = s.id`.execute(
          tx,
        )
        return rows[0]
      },
    )
    if (!preuve) throw new Error('aucune preuve')
    expect(preuve.empreinte.toString('hex')).toBe(piece.empreinte)
    expect(createHash('sha256').update(preuve.sel).update(preuve.contenu).digest('hex')).toBe(
      preuve.engagement.toString('hex'),
    )
    expect(JSON.parse(preuve.contenu)).toMatchObject({ courriel: 'odile@ateliers-belledonne.example' })
    expect(preuve.consentement).toContain(piece.numero)
    expect(preuve.par).toBeNull()

    expect((await envoyer(scene.app(), `/documents/${piece.id}/signature`, {})).status).toBe(303)
    expect(await jouer(scene, 'documents.composer-exemplaire')).toBeGreaterThan(0)
    const exemplaire = await scene.app().request(`/documents/${piece.id}/exemplaire.pdf`)
    const texte = lireTexte(new Uint8Array(await exemplaire.arrayBuffer()))
    expect(texte).toContain(serre(piece.empreinte))
    expect(texte).toContain(serre('Signé en ligne le 6 novembre 2026 à 10 h'))
    expect(texte).toContain(serre('Odile Garnier, lien personnel et code reçu par courriel'))
    expect(texte).toContain(serre('Hélène Roussillon, compte personnel'))

    // Renvoyée pendant que l’on signait : le lien ne part plus, il dirait « vous n’avez pas encore signé ».
    const partis = scene.services.courrier.length
    const [demande] = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            id: string
          }>`select id::text from documents.demande where piece_id = ${piece.id}::uuid`.execute(tx)
        ).rows,
    )
    await envoyerDemande(
      { organisme: scene.maison.organisme, demande: demande?.id ?? '', envoi: 2 },
      { ...scene.services, db: base.worker },
    )
    expect(scene.services.courrier.length).toBe(partis)

    await posterLeCourrier(scene)
    expect(dernier(scene)).toContain('est signée')
    expect(jetonDe(dernier(scene))).toBe(jeton)
    const relu = await scene.app(undefined, null).request(`/piece/${jeton}/0.pdf`)
    expect(lireTexte(new Uint8Array(await relu.arrayBuffer()))).toContain(serre('Signé en ligne'))
    const liste = await (await scene.app().request('/documents')).text()
    expect(liste).toContain('signée')
  })

  it('refaire la demande pendant que l’on ouvre, demande un code et signe : personne n’attend l’autre sans fin', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    const jeton = await demander(scene, piece.id)
    const refaite = { nom: 'Odile Garnier', qualite: 'présidente', courriel: 'autre@exemple.example' }
    const statuts = await Promise.all(
      Array.from({ length: 6 }, () => [
        scene.app(undefined, null).request(`/piece/${jeton}`),
        envoyer(scene.app(), `/documents/${piece.id}/demandes`, refaite),
        signer(scene, jeton, '000000'),
      ]).flat(),
    )
    for (const r of statuts) expect([200, 303, 404, 409]).toContain(r.status)
  })

  it('un contrat ne se lit que par qui en répond ; une preuve de formation, par tous', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    const autre = { ...scene.maison, personne: newId<'Personne'>() as PersonneId }
    const vu = async (roles: readonly string[], chemin = `/documents/${piece.id}`) =>
      (await scene.app(scene.services, roles, autre).request(chemin)).status
    for (const role of ['comptable', 'commercial', 'equipe-appui', 'assistant'])
      expect(await vu([role]), role).toBe(200)
    for (const role of ['formateur', 'administration', 'dpo', 'referent-handicap'])
      for (const suite of ['', '/piece.pdf', '/exemplaire.pdf'])
        expect(await vu([role], `/documents/${piece.id}${suite}`), role).toBe(404)
    const lue = async (roles: readonly string[], chemin: string) =>
      (await scene.app(scene.services, roles, autre).request(chemin)).text()
    for (const chemin of ['/documents', '/documents?format=csv']) {
      expect(await lue(['formateur'], chemin)).not.toContain(piece.numero)
      expect(await lue(['comptable'], chemin)).toContain(piece.numero)
    }
    // Qui tient une délégation lit ce qu'on lui demande de signer.
    expect((await scene.app(scene.services, ['formateur']).request(`/documents/${piece.id}`)).status).toBe(
      200,
    )
  })

  it('une pièce que sa fiche n’envoie jamais ne part pas, ni demandée, ni jointe à une autre', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    await demander(scene, piece.id)
    const partis = scene.services.courrier.length
    const admin = await base.client('admin')
    // Une demande posée par une tâche d’avant, ou par une faute : la porte du courrier est la dernière.
    await admin.query(`update documents.piece set genre = 'acte-disciplinaire' where id = $1`, [piece.id])
    await admin.query('update documents.demande set envois = 0 where piece_id = $1', [piece.id])
    await jouer(scene, 'documents.envoyer-demande')
    expect(scene.services.courrier).toHaveLength(partis)
    const remise = await base.enTantQue(scene.maison.organisme, { personne: scene.maison.personne }, (tx) =>
      remettrePiece(scene.services, tx, {
        organisme: scene.maison.organisme,
        activite: scene.maison.activite,
        piece: piece.id as PieceId,
        jointes: [],
        objet: { genre: 'inscription', id: newId() },
        nom: 'Odile Garnier',
        courriel: 'odile@ateliers-belledonne.example',
      }),
    )
    expect(remise).toBe(false)
  })

  it('deux signatures au même instant : une preuve, l’autre apprend que c’est fait', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    const jeton = await demander(scene, piece.id)
    const code = await recevoirCode(scene, jeton)
    const statuts = (await Promise.all([1, 2, 3].map(() => signer(scene, jeton, code)))).map((r) => r.status)
    expect(statuts.toSorted()).toEqual([200, 409, 409])
    expect(scene.recueillies).toHaveLength(1)
    expect(
      (
        await envoyer(scene.app(), `/documents/${piece.id}/demandes`, {
          nom: 'X Y',
          qualite: '',
          courriel: 'x@exemple.fr',
        })
      ).status,
    ).toBe(409)
  })

  it('cinq codes faux, puis le juste : refusé ; passé un quart d’heure : refusé ; un autre code : signé', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    const jeton = await demander(scene, piece.id)
    const code = await recevoirCode(scene, jeton)
    const faux = code === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++) expect((await signer(scene, jeton, faux)).status).toBe(409)
    const apres = await signer(scene, jeton, code)
    expect([apres.status, await apres.text()]).toEqual([409, expect.stringContaining('Cinq codes faux')])
    const tard = scene.a('2026-11-06T09:20:00Z')
    const renvoye = await envoyer(scene.app(tard, null), `/piece/${jeton}`, { ...identite, geste: 'code' })
    expect(renvoye.status).toBe(200)
    await posterLeCourrier(scene)
    const autre = codeDe(dernier(scene))
    const expire = await signer(scene, jeton, autre, scene.a('2026-11-06T09:36:00Z'))
    expect([expire.status, await expire.text()]).toEqual([409, expect.stringContaining('quinze minutes')])
    expect((await signer(scene, jeton, autre, scene.a('2026-11-06T09:30:00Z'))).status).toBe(200)
  })

  it('sans nom, sans consentement, sans code : chaque manque est dit, rien n’est perdu', async () => {
    const scene = await preparer()
    const jeton = await demander(scene, (await emettre(scene)).id)
    const r = await envoyer(scene.app(undefined, null), `/piece/${jeton}`, {
      nom: '',
      qualite: 'gérante',
      geste: 'code',
    })
    const texte = await r.text()
    expect(r.status).toBe(422)
    expect(texte).toContain('Écrivez votre nom')
    expect(texte).toContain('on ne signe pas sans y consentir')
    expect(texte).toContain('value="gérante"')
  })

  it('un refus garde sa raison, se voit dans la liste, et se redemande', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    const jeton = await demander(scene, piece.id)
    expect(
      (await envoyer(scene.app(undefined, null), `/piece/${jeton}`, { motif: '', geste: 'refuser' })).status,
    ).toBe(422)
    const r = await envoyer(scene.app(undefined, null), `/piece/${jeton}`, {
      motif: 'Le prix n’est pas le bon',
      geste: 'refuser',
    })
    expect(await r.text()).toContain('Pièce refusée')
    expect(await (await scene.app().request('/documents')).text()).toContain('refusée par le client')
    expect(await (await scene.app().request(`/documents/${piece.id}`)).text()).toContain(
      'Le prix n’est pas le bon',
    )
    const autre = await demander(scene, piece.id)
    expect(autre).not.toBe(jeton)
  })

  it('un lien inconnu, hostile, ou remplacé par un envoi corrigé n’ouvre rien', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    const premier = await demander(scene, piece.id)
    await demander(scene, piece.id)
    for (const jeton of [premier, 'A'.repeat(43), 'x', '..%2f..', "'%20or%201=1"])
      expect((await scene.app(undefined, null).request(`/piece/${jeton}`)).status, jeton).toBe(404)
    expect((await signer(scene, premier, '123456')).status).toBe(404)
    expect((await scene.app(undefined, null).request(`/piece/${premier}/0.pdf`)).status).toBe(404)
  })
})

describe('Signer autrement', () => {
  const scan = (octets: string, traits: Record<string, string> = {}) => {
    const f = new FormData()
    for (const [k, v] of Object.entries({
      partie: 'client',
      signataire: 'Odile Garnier',
      titre: 'présidente',
      dateeDu: '06/11/2026',
      ...traits,
    }))
      f.set(k, v)
    f.set('scan', new File([octets], 'scan.pdf', { type: 'application/pdf' }))
    return f
  }
  it('un scan vrai et daté vaut signature ; un faux PDF, une date à venir ou d’avant l’émission sont refusés', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    const url = `/documents/${piece.id}/scans`
    expect((await envoyer(scene.app(), url, scan('<script>alert(1)</script>'))).status).toBe(422)
    expect((await envoyer(scene.app(), url, scan(pdfDEssai(), { dateeDu: '07/11/2026' }))).status).toBe(409)
    expect((await envoyer(scene.app(), url, scan(pdfDEssai(), { dateeDu: '04/11/2026' }))).status).toBe(409)
    expect((await envoyer(scene.app(scene.services, ['formateur']), url, scan(pdfDEssai()))).status).toBe(403)
    expect((await envoyer(scene.app(), url, scan(pdfDEssai()))).status).toBe(303)
    expect(scene.recueillies).toMatchObject([{ moyen: 'scan', role: 'client', dateeDu: '2026-11-06' }])
    const page = await (await scene.app().request(`/documents/${piece.id}`)).text()
    const lien = /href="(\/documents\/[^"]+\/scans\/[^"]+)"/.exec(page)?.[1] ?? ''
    const lu = await scene.app().request(lien)
    expect([lu.status, await lu.text()]).toEqual([200, pdfDEssai()])
    expect((await scene.app(undefined, null).request(lien)).status).toBe(303)
    expect((await envoyer(scene.app(), url, scan(pdfDEssai()))).status).toBe(409)
  })

  it.each(['avant', 'après'] as const)(
    'signée du client sur papier %s l’organisme en ligne : l’exemplaire dit les deux, et d’où vient le papier',
    async (ordre) => {
      const scene = await preparer()
      const piece = await emettre(scene)
      const parOrganisme = () => envoyer(scene.app(), `/documents/${piece.id}/signature`, {})
      const parClient = () => envoyer(scene.app(), `/documents/${piece.id}/scans`, scan(pdfDEssai()))
      for (const signe of ordre === 'avant' ? [parClient, parOrganisme] : [parOrganisme, parClient]) {
        expect((await signe()).status).toBe(303)
        await jouer(scene, 'documents.composer-exemplaire')
      }
      const exemplaire = await scene.app().request(`/documents/${piece.id}/exemplaire.pdf`)
      const texte = serre(lireTexte(new Uint8Array(await exemplaire.arrayBuffer())))
      expect(texte).toContain(serre('Signé sur papier le 6 novembre 2026'))
      const empreinte = createHash('sha256').update(pdfDEssai()).digest('hex').slice(0, 16)
      expect(texte).toContain(
        serre(`Odile Garnier, présidente · numérisation gardée, empreinte ${empreinte}`),
      )
      expect(texte).toContain(serre('Signé en ligne le 6 novembre 2026'))
      expect(texte).not.toContain(serre('Date, signature et cachet'))
    },
  )

  it('l’organisme signe par qui en a la délégation, dans son plafond', async () => {
    const scene = await preparer({ plafond: 100_000 })
    const piece = await emettre(scene)
    const r = await envoyer(scene.app(), `/documents/${piece.id}/signature`, {})
    expect([r.status, await r.text()]).toEqual([409, expect.stringContaining('Votre délégation s’arrête à')])
    const autre = { ...scene.maison, personne: newId<'Personne'>() as PersonneId }
    const sans = await envoyer(
      scene.app(scene.services, ['responsable'], autre),
      `/documents/${piece.id}/signature`,
      {},
    )
    expect([sans.status, await sans.text()]).toEqual([
      409,
      expect.stringContaining('Vous n’avez pas de délégation'),
    ])
  })

  it('un avenant complète sa convention et renvoie à elle', async () => {
    const scene = await preparer()
    const convention = await emettre(scene)
    const avenant = await emettre(scene, 'avenant', exemples.convention, { complete: convention.id })
    const page = await (await scene.app().request(`/documents/${avenant.id}`)).text()
    expect(page).toContain('Complète')
    expect(page).toContain(convention.numero)
  })

  it('la preuve d’une signature ne se change ni ne s’efface', async () => {
    const scene = await preparer()
    const piece = await emettre(scene)
    await envoyer(scene.app(), `/documents/${piece.id}/signature`, {})
    const dans = <T>(w: (tx: TenantTx) => Promise<T>) =>
      base.enTantQue(scene.maison.organisme, { personne: scene.maison.personne }, w)
    expect(
      await codeSql(() => dans((tx) => sql`update documents.signature set nom = 'X Y'`.execute(tx))),
    ).toBe('42501')
    expect(await codeSql(() => dans((tx) => sql`delete from documents.signature`.execute(tx)))).toBe('42501')
    expect(
      await codeSql(() =>
        dans((tx) => sql`update documents.signature_privee set contenu = '{}'`.execute(tx)),
      ),
    ).toBe('42501')
  })

  it('un voisin ne voit ni la pièce, ni ses signatures', async () => {
    const [scene, voisin] = [await preparer(), await preparer()]
    const piece = await emettre(scene)
    for (const suite of ['', '/piece.pdf', '/exemplaire.pdf'])
      expect((await voisin.app().request(`/documents/${piece.id}${suite}`)).status).toBe(404)
    expect((await envoyer(voisin.app(), `/documents/${piece.id}/signature`, {})).status).toBe(404)
  })
})

describe('Dans une CAE', () => {
  const demande = { nom: 'Odile Garnier', qualite: 'présidente', courriel: 'odile@exemple.fr' }
  it('rien ne part ni ne se signe sans visa : la page le dit, la base le refuse', async () => {
    const scene = await preparer({ cae: true })
    const piece = await emettre(scene)
    expect(await (await scene.app().request(`/documents/${piece.id}`)).text()).toContain('attend le visa')
    expect((await envoyer(scene.app(), `/documents/${piece.id}/demandes`, demande)).status).toBe(409)
    expect((await envoyer(scene.app(), `/documents/${piece.id}/signature`, {})).status).toBe(409)
    const { maison } = scene
    const forcer = () =>
      base.enTantQue(maison.organisme, { personne: maison.personne }, (tx) =>
        sql`insert into documents.demande (id, activite_id, piece_id, acte, role, objet_genre, objet_id, nom, courriel, creee_le)
          values (${newId()}::uuid, ${maison.activite}::uuid, ${piece.id}::uuid, 'signature', 'client', 'dossier', ${newId()}::uuid, 'N', 'n@exemple.fr', now())`.execute(
          tx,
        ),
      )
    expect(await codeSql(forcer)).toBe('42501')
  })

  it('la file montre ce qui attend ; accordé une fois, cela part ; refusé, la raison se lit', async () => {
    const scene = await preparer({ cae: true })
    const [bonne, mauvaise] = [await emettre(scene), await emettre(scene, 'devis', exemples.devis)]
    const file = await (await scene.app().request('/visas')).text()
    expect(file).toContain(bonne.numero)
    expect(file).toContain(mauvaise.numero)
    expect((await scene.app(scene.services, ['formateur']).request('/visas')).status).toBe(403)
    const statuts = await Promise.all(
      [1, 2].map(() => envoyer(scene.app(), `/visas/${bonne.id}`, { motif: '', geste: 'accorder' })),
    )
    expect(statuts.map((r) => r.status).toSorted()).toEqual([303, 409])
    expect((await envoyer(scene.app(), `/documents/${bonne.id}/demandes`, demande)).status).toBe(303)
    expect(
      (await envoyer(scene.app(), `/visas/${mauvaise.id}`, { motif: '', geste: 'refuser' })).status,
    ).toBe(422)
    expect(
      (await envoyer(scene.app(), `/visas/${mauvaise.id}`, { motif: 'TVA fausse', geste: 'refuser' })).status,
    ).toBe(303)
    const r = await envoyer(scene.app(), `/documents/${mauvaise.id}/demandes`, demande)
    expect([r.status, await r.text()]).toEqual([409, expect.stringContaining('TVA fausse')])
    expect(await (await scene.app().request('/visas')).text()).toContain('Aucune pièce n’attend de visa')
    expect(await (await scene.app().request('/visas.csv')).text()).toContain('Numéro;Pièce;Enseigne')
  })

  it('hors d’une CAE, la file n’existe pas et tout part', async () => {
    const scene = await preparer()
    expect((await scene.app().request('/visas')).status).toBe(403)
  })
})
