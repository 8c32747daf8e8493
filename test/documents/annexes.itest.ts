/** Ce qu’une pièce dit joint se lit par le lien qui la fait signer, tel qu’émis, et se rappelle avec l’exemplaire. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { visasDeLaCae } from '#modules/cae/index.ts'
import type { GenrePiece } from '#modules/documents/domain/genres.ts'
import { emettrePiece } from '#modules/documents/gestes/composer.ts'
import { moduleDocuments } from '#modules/documents/module.ts'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { exempleReglement } from '#modules/documents/test/exemple-reglement.ts'
import { poserMaison } from '#modules/documents/test/maison.ts'
import { servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import { exemplesDocuments } from '#modules/inscriptions/test/exemples-documents.ts'
import { newId } from '#platform/db/index.ts'
import type { JobPayload } from '#platform/jobs/jobs.ts'
import { envoyerCourrielJob } from '#platform/mail/outbox.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'
import { moteur } from './texte.ts'

const base = await baseNeuve()
const pdf = moteur()
afterAll(() => pdf.close())
const exemples = exemplesDocuments(exempleCertificat.organisme)
const prises = {
  visas: visasDeLaCae,
  apresSignature: async () => ok(undefined),
  siens: async () => ({ anime: new Set<string>(), suit: new Set<string>(), enseigne: new Set<string>() }),
}
const module = moduleDocuments(prises)

const scene = async () => {
  const maison = await base.maintenance((tx) => poserMaison(tx))
  const autre = newId<'Activite'>()
  await base.maintenance(async (tx) => {
    await sql`insert into organisme.activite (organisme_id, id, nom, ouverte_le)
      values (${maison.organisme}, ${autre}, 'Les autres', '2020-01-01')`.execute(tx)
    await sql`insert into organisme.signataire (organisme_id, id, compte_id, nom, qualite, genre, pieces, debut)
      values (${maison.organisme}, ${newId()}, ${maison.personne}, 'Hélène Roussillon', 'directrice', 'fonction', '{*}', '2020-01-01')`.execute(
      tx,
    )
  })
  const services = { ...servicesDe(base, maison, '2026-11-06T09:00:00Z'), pdf }
  const app = (connecte = true) =>
    pagesDevant(services, [module], () =>
      connecte
        ? {
            roles: ['responsable'],
            personneId: maison.personne,
            organisme: { id: maison.organisme, code: 'maison', nom: 'Langue & Lien' },
          }
        : undefined,
    ).app
  const emettre = async (genre: GenrePiece, donnees: object, activite = maison.activite) => {
    const { numero: _, ...d } = donnees as Record<string, unknown>
    const r = await base.enTantQue(maison.organisme, { personne: maison.personne }, (tx) =>
      emettrePiece(services)(tx, {
        genre,
        activite,
        gabarit: `${genre}.v1`,
        donnees: d,
        libelle: `Une pièce, ${genre}`,
        recherche: genre,
        objet: { genre: 'dossier', id: newId() },
        emisLe: new Date('2026-11-05T09:00:00Z'),
        annee: 2026,
      }),
    )
    if (!r.ok) throw new Error(r.error.phrase)
    return r.value
  }
  const jouer = async (nom: string) => {
    const admin = await base.client('admin')
    const { rows } = await admin.query<{ id: string; payload: JobPayload }>(
      `select j.id, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = $1 and j.payload ->> 'organisme' = $2 order by j.id`,
      [nom, maison.organisme],
    )
    for (const { id, payload } of rows) {
      await module.jobs?.[nom]?.(payload, services)
      await admin.query('delete from graphile_worker._private_jobs where id = $1', [id])
    }
  }
  const courrier = async () => {
    const admin = await base.client('admin')
    const { rows } = await admin.query<{ id: string }>(
      `select id from plateforme.courriel where etat = 'en-attente' and organisme_id = $1 order by depose_le`,
      [maison.organisme],
    )
    for (const { id } of rows) await envoyerCourrielJob({ courriel: id }, { ...services, db: base.worker })
    return services.courrier.at(-1)?.texte ?? ''
  }
  const poster = (connecte: boolean, url: string, champs: Readonly<Record<string, string>>) =>
    app(connecte).request(url, {
      method: 'POST',
      headers: {
        origin: 'http://localhost:3000',
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(champs).toString(),
    })
  const octets = async (url: string) => {
    const r = await app(false).request(url)
    return r.status === 200
      ? createHash('sha256')
          .update(new Uint8Array(await r.arrayBuffer()))
          .digest('hex')
      : r.status
  }
  return { maison, autre, app, emettre, jouer, courrier, poster, octets }
}
type Scene = Awaited<ReturnType<typeof scene>>

/** Une convention d’une autre enseigne que celle du règlement, et les deux pièces qu’elle dit jointes. */
const convenir = async (s: Scene) => {
  const programme = await s.emettre('programme', exemples.programme, s.autre)
  const reglement = await s.emettre('reglement-interieur', exempleReglement)
  const dite = (titre: string, p: { numero: string; empreinte: string }) => ({
    titre,
    reference: p.numero,
    pages: 1,
    empreinte: p.empreinte.slice(0, 8),
  })
  const convention = await s.emettre(
    'convention',
    {
      ...exemples.convention,
      annexes: [dite('Programme', programme), dite('Règlement intérieur', reglement)],
    },
    s.autre,
  )
  const demande = await s.poster(true, `/documents/${convention.id}/demandes`, {
    nom: 'Odile Garnier',
    qualite: 'présidente',
    courriel: 'odile@ateliers-belledonne.example',
  })
  expect(demande.status).toBe(303)
  await s.jouer('documents.envoyer-demande')
  const jeton = /\/piece\/([A-Za-z0-9_-]{43})/.exec(await s.courrier())?.[1] ?? ''
  return { programme, reglement, convention, jeton }
}
const fichiers = (s: Scene, ids: readonly string[]) =>
  base.enTantQue(s.maison.organisme, { personne: s.maison.personne }, async (tx) => {
    const { rows } = await sql<{
      id: string
      fichier: string
    }>`select id, fichier from documents.piece`.execute(tx)
    return ids.map((id) => rows.find((r) => r.id === id)?.fichier)
  })

describe('Les annexes de ce que l’on signe', () => {
  it('se lisent avant de signer, octet pour octet, et se rappellent avec l’exemplaire', async () => {
    const s = await scene()
    const { programme, reglement, convention, jeton } = await convenir(s)
    const page = await (await s.app(false).request(`/piece/${jeton}`)).text()
    for (const p of [programme, reglement]) expect(page).toContain(p.numero)
    expect(page).toContain('et ses annexes, et je l’accepte')
    const attendus = await fichiers(s, [programme.id, reglement.id])
    expect([await s.octets(`/piece/${jeton}/1.pdf`), await s.octets(`/piece/${jeton}/2.pdf`)]).toEqual(
      attendus,
    )
    expect(await s.octets(`/piece/${jeton}/3.pdf`)).toBe(404)

    const qui = { nom: 'Odile Garnier', qualite: 'présidente', consentement: 'on' }
    await s.poster(false, `/piece/${jeton}`, { ...qui, geste: 'code' })
    const code = /^(\d{6})$/m.exec(await s.courrier())?.[1] ?? ''
    await s.poster(false, `/piece/${jeton}`, { ...qui, code, geste: 'signer' })
    expect((await s.poster(true, `/documents/${convention.id}/signature`, {})).status).toBe(303)
    await s.jouer('documents.composer-exemplaire')
    const texte = await s.courrier()
    expect(texte).toContain('est signée')
    for (const [rang, p] of [programme, reglement].entries())
      expect(texte).toContain(`${p.numero}\nhttp://localhost:3000/piece/${jeton}/${rang + 1}.pdf`)
    expect(await s.octets(`/piece/${jeton}/2.pdf`)).toBe(attendus[1])

    // Le règlement que la coopérative a signé se lit signé : mêmes données, même empreinte, sa signature en plus.
    expect((await s.poster(true, `/documents/${reglement.id}/signature`, {})).status).toBe(303)
    await s.jouer('documents.composer-exemplaire')
    const signe = await s.app(true).request(`/documents/${reglement.id}/exemplaire.pdf`)
    const empreinte = createHash('sha256')
      .update(new Uint8Array(await signe.arrayBuffer()))
      .digest('hex')
    expect([signe.status, empreinte === attendus[1]]).toEqual([200, false])
    expect(await s.octets(`/piece/${jeton}/2.pdf`)).toBe(empreinte)
    // Qui n’a qu’une enseigne le lit signé aussi, et ne lit pas les signatures d’une pièce d’ailleurs.
    const signaturesLues = async (portee: readonly ActiviteId[]) =>
      base.enTantQue(s.maison.organisme, { personne: s.maison.personne, portee }, async (tx) =>
        (
          await sql<{
            piece: string
          }>`select piece_id as piece from documents.signature where acte = 'signature' order by signee_le, piece_id`.execute(
            tx,
          )
        ).rows.map((r) => r.piece),
      )
    expect(new Set(await signaturesLues([s.autre]))).toEqual(new Set([convention.id, reglement.id]))
    expect(await signaturesLues([s.maison.activite])).toEqual([reglement.id])
  })

  it('une demande d’avant les offre aussi ; une annexe d’une autre empreinte, ou d’un voisin, jamais', async () => {
    const s = await scene()
    const { programme, jeton } = await convenir(s)
    await base.maintenance((tx) =>
      sql`update documents.demande set jointes = '{}' where organisme_id = ${s.maison.organisme}`.execute(tx),
    )
    expect(await s.octets(`/piece/${jeton}/1.pdf`)).toBe((await fichiers(s, [programme.id]))[0])

    const voisin = await scene()
    const etrangere = await voisin.emettre('convention', {
      ...exemples.convention,
      annexes: [
        {
          titre: 'Programme',
          reference: programme.numero,
          pages: 1,
          empreinte: programme.empreinte.slice(0, 8),
        },
      ],
    })
    await voisin.poster(true, `/documents/${etrangere.id}/demandes`, {
      nom: 'Odile Garnier',
      qualite: 'présidente',
      courriel: 'odile@exemple.example',
    })
    await voisin.jouer('documents.envoyer-demande')
    const sien = /\/piece\/([A-Za-z0-9_-]{43})/.exec(await voisin.courrier())?.[1] ?? ''
    expect(await voisin.octets(`/piece/${sien}/0.pdf`)).not.toBe(404)
    expect(await voisin.octets(`/piece/${sien}/1.pdf`)).toBe(404)
  })

  it('un lien retiré n’ouvre plus ni la pièce, ni ses annexes', async () => {
    const s = await scene()
    const { convention, jeton } = await convenir(s)
    await s.poster(true, `/documents/${convention.id}/demandes`, {
      nom: 'Odile Garnier',
      qualite: 'présidente',
      courriel: 'autre@ateliers-belledonne.example',
    })
    expect([await s.octets(`/piece/${jeton}/0.pdf`), await s.octets(`/piece/${jeton}/1.pdf`)]).toEqual([
      404, 404,
    ])
  })
})
