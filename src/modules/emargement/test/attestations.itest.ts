import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import type { PdfRenderer, ReunionsDAvance } from '#platform/pdf/pdf.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDuPdf } from '../../../../test/documents/lire-pdf.ts'
import { devantLaSession, envoyer as envoyerA } from '../../../../test/monde/session.ts'
import { noterAbsence, regulariser } from '../gestes/composer.ts'
import { emettreAttestation } from '../gestes/emettre-attestations.ts'
import { emettreCertificats, lireCertificats } from '../gestes/emettre-certificats.ts'
import { emargementModule } from '../module.ts'
import { acces, poserSessionDEssai, type ServicesDEssai, servicesDe } from './session-d-essai.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

const objectifs = ['Ouvrir une réunion.', 'Reformuler un désaccord.']
/** Deux personnes : la première présente partout, avec dix minutes de retard ; la seconde absente l’après-midi. */
const finie = async () => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, {
      stagiaires: 2,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    }),
  )
  await base.maintenance(async (tx) => {
    const version = crypto.randomUUID()
    const contenu = {
      intitule: 'Anglais professionnel',
      objectif: 'Conduire une réunion en anglais.',
      objectifs,
      contenu: 'Ouvrir : accueil',
      evaluation: 'Mise en situation observée.',
      formateurs: 'Master LEA.',
    }
    await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, modalite, duree_minutes, figee_le)
      select organisme_id, ${version}, activite_id, offre_id, 1, ${JSON.stringify(contenu)}::jsonb, intitule, nature, 'presentiel', 420, now()
      from sessions.session where organisme_id = ${fil.organisme}`.execute(tx)
    await sql`update sessions.session set version_id = ${version} where organisme_id = ${fil.organisme}`.execute(
      tx,
    )
  })
  const services: ServicesDEssai = { ...servicesDe(base, fil, '2026-11-25T09:00:00Z'), pdf }
  const qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const [matin, soir] = fil.seances
  const [un, deux] = fil.inscriptions
  if (!matin || !soir || !un || !deux) throw new Error('fil vide')
  const present = (inscription: typeof un, seance: typeof matin, retard = 0) =>
    regulariser(services, qui, {
      session: fil.session,
      inscription,
      seance,
      motif: 'Téléphone déchargé, vue en salle',
      minutes: { retard, depart: 0 },
    })
  await present(un, matin, 10)
  await present(un, soir)
  await present(deux, matin)
  await noterAbsence(services, qui, {
    session: fil.session,
    inscription: deux,
    seance: soir,
    motif: 'transport',
  })
  const app = (roles: readonly string[] = ['assistant']) =>
    devantLaSession([emargementModule], fil, services, roles)
  const envoyer = (url: string, champs: Readonly<Record<string, string>> = {}, roles?: readonly string[]) =>
    envoyerA(app(roles), url, champs)
  const lire = async (genre: string) =>
    base.enTantQue(fil.organisme, {}, async (tx) =>
      (
        await sql<{
          numero: string
          donnees: string
          remplace: string | null
        }>`select numero, donnees, remplace_id as remplace
          from documents.piece where genre = ${genre} order by numero`.execute(tx)
      ).rows.map((r) => ({ ...r, donnees: JSON.parse(r.donnees) })),
    )
  return { fil, services, un, deux, app, envoyer, lire, url: `/sessions/${fil.session}/attestations` }
}

describe('L’attestation de fin de formation', () => {
  it('dit les heures du certificat ; sans évaluation, « non évalués » ; rejouée, rien de neuf', async () => {
    const s = await finie()
    await emettreCertificats(s.services, acces, s.fil.session)
    expect((await s.envoyer(s.url)).status).toBe(303)
    expect((await s.envoyer(s.url)).status).toBe(303)
    const [attestations, certificats] = [await s.lire('attestation'), await s.lire('certificat-realisation')]
    expect(attestations.map((a) => a.numero)).toEqual(['AT-2026-0001', 'AT-2026-0002'])
    const minutes = (d: { action: { minutesSuivies?: number; minutesRealisees?: number } }) =>
      d.action.minutesSuivies ?? d.action.minutesRealisees
    expect(attestations.map((a) => minutes(a.donnees)).toSorted()).toEqual([210, 410])
    expect(attestations.map((a) => minutes(a.donnees)).toSorted()).toEqual(
      certificats.map((c) => minutes(c.donnees)).toSorted(),
    )
    for (const a of attestations) {
      expect(a.donnees.evaluation).toBe('non évalués')
      expect(a.donnees.resultats).toEqual(objectifs.map((objectif) => ({ objectif, resultat: 'non-evalue' })))
    }
    expect(await (await s.app().request(s.url)).text()).toContain('non évalués')
  })

  it('dit les évaluations notées à distance, et non que rien ne fut évalué', async () => {
    const s = await finie()
    await base.enTantQue(s.fil.organisme, { personne: s.fil.personne }, (tx) =>
      sql`insert into emargement.element_probant (id, activite_id, session_id, inscription_id, genre, le, intitule, resultat, note_le)
        values (${crypto.randomUUID()}, ${s.fil.activite}, ${s.fil.session}, ${s.un}, 'evaluation', '2026-11-24',
          'Trois consignes reformulées', 'acquis', now())`.execute(tx),
    )
    await s.envoyer(s.url)
    const attestations = await s.lire('attestation')
    const sienne = attestations.find((a) => a.donnees.evaluations)
    expect(sienne?.donnees.evaluations).toEqual([
      { quoi: 'Trois consignes reformulées', le: '2026-11-24', resultat: 'acquis' },
    ])
    expect(attestations.filter((a) => a.donnees.evaluations)).toHaveLength(1)
    const textes = []
    for (const { donnees } of attestations) {
      const { gabarit, emisLe, ...dites } = donnees
      const rendu = await pdf.render({
        gabarit,
        donnees: dites,
        emisLe: new Date(emisLe),
        multilignes: ['objectif'],
      })
      if (!rendu.ok) throw new Error(rendu.error.phrase)
      textes.push(pagesDuPdf(rendu.value.pdf).join(' ').replace(/\s+/g, ' '))
    }
    const texte = textes.join(' ')
    expect(texte).toContain('Trois consignes reformulées')
    expect(texte).toContain('Ces objectifs n’ont pas été évalués un à un.')
    expect(texte).toContain('Les acquis de ces objectifs n’ont pas été évalués.')
  })

  it('un résultat saisi en fait une qui remplace ; l’envoi groupé ne le perd pas ; un code inconnu est refusé', async () => {
    const s = await finie()
    await s.envoyer(s.url)
    const une = `${s.url}/${s.un}`
    expect(
      (await s.envoyer(une, { 'objectifs[0].resultat': 'brillant', 'objectifs[1].resultat': 'acquis' }))
        .status,
    ).toBe(422)
    const acquis = { 'objectifs[0].resultat': 'acquis', 'objectifs[1].resultat': 'en-cours', evaluation: '' }
    expect((await s.envoyer(une, acquis)).status).toBe(303)
    expect((await s.envoyer(une, acquis)).status).toBe(303)
    expect((await s.envoyer(s.url)).status).toBe(303)
    const attestations = await s.lire('attestation')
    expect(attestations).toHaveLength(3)
    const derniere = attestations.find((a) => a.remplace)
    expect(derniere?.donnees).toMatchObject({
      evaluation: 'Mise en situation observée.',
      resultats: [{ resultat: 'acquis' }, { resultat: 'en-cours' }],
    })
    const page = await (await s.app().request(s.url)).text()
    expect(page).toContain('1 acquis sur 2')
    expect(await (await s.app().request(une)).text()).toMatch(/value="en-cours" selected/)
  })

  it('se signent et se remettent d’un geste, une fois ; qui n’a pas de courriel est nommé', async () => {
    const s = await finie()
    expect((await s.envoyer(s.url)).status).toBe(303)
    await base.maintenance((tx) =>
      sql`update tiers.personne set courriel = null where id = (select personne_id from inscriptions.inscription where id = ${s.deux})`.execute(
        tx,
      ),
    )
    const lire = async () => (await s.app().request(s.url)).text()
    expect(await lire()).toContain('Signer et remettre')
    const remettre = () => s.envoyer(s.url, { geste: 'remettre' })
    expect((await remettre()).status).toBe(303)
    expect((await remettre()).status).toBe(303)
    const { rows } = await base.enTantQue(s.fil.organisme, {}, (tx) =>
      sql<{ courriel: string; genre: string }>`select d.courriel, p.genre from documents.demande d
        join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id`.execute(tx),
    )
    expect(rows).toEqual([{ courriel: 's0@exemple.example', genre: 'attestation' }])
    const apres = await lire()
    expect(apres).toContain('signée, remise')
    expect(apres).toContain('signée<')
    expect(apres).not.toContain('Signer et remettre')
    expect((await s.envoyer(s.url, { geste: 'remettre' }, ['formateur'])).status).toBe(403)
  })

  it('d’un formulaire qui ne se lit pas, rien n’est émis', async () => {
    const s = await finie()
    const r = await s.envoyer(s.url, { brouillon: 'oui' })
    expect([r.status, r.headers.get('location')]).toEqual([303, s.url])
    expect(await s.lire('attestation')).toEqual([])
  })

  it('jamais avant la fin, jamais par qui n’émet pas, jamais d’un voisin', async () => {
    const s = await finie()
    expect(
      await emettreAttestation(s.services.a('2026-11-24T10:00:00Z'), acces, {
        session: s.fil.session,
        inscription: s.un,
      }),
    ).toMatchObject({ ok: false, error: { code: 'action-non-finie' } })
    expect((await s.envoyer(s.url, {}, ['formateur'])).status).toBe(403)
    expect((await s.app(['formateur']).request(`${s.url}/${s.un}`)).status).toBe(403)
    expect((await s.app(['dpo']).request(s.url)).status).toBe(403)
    const voisin = await finie()
    expect((await s.app().request(`${s.url}/${voisin.un}`)).status).toBe(404)
    expect((await s.envoyer(`${voisin.url}/${voisin.un}`)).status).toBe(404)
    expect(await s.lire('attestation')).toEqual([])
  })
})

it('les certificats signés se remettent de même, une fois', async () => {
  const s = await finie()
  const url = `/sessions/${s.fil.session}/certificats`
  await emettreCertificats(s.services, acces, s.fil.session)
  const apres = async (geste: string) => {
    expect((await s.envoyer(url, { geste }, ['responsable'])).status).toBe(303)
    const { rows } = await base.enTantQue(s.fil.organisme, {}, (tx) =>
      sql<{ qui: string }>`select d.courriel || ', ' || d.role as qui from documents.demande d
        join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id
        where p.genre = 'certificat-realisation' order by d.courriel`.execute(tx),
    )
    return rows.map((r) => r.qui)
  }
  // Rien ne part qui ne soit signé.
  expect(await apres('remettre')).toEqual([])
  expect(await apres('signer')).toEqual([])
  const remis = ['s0@exemple.example, stagiaire', 's1@exemple.example, stagiaire']
  expect(await apres('remettre')).toEqual(remis)
  expect(await apres('remettre')).toEqual(remis)
})

describe('Tous les certificats en un fichier', () => {
  it('une page par personne, telle que figée ; rien n’est émis de plus ; sans certificat, la page le dit', async () => {
    const s = await finie()
    const url = `/sessions/${s.fil.session}/certificats/tous.pdf`
    expect((await s.app().request(url)).status).toBe(409)
    await emettreCertificats(s.services, acces, s.fil.session)
    const avant = await s.lire('certificat-realisation')
    const r = await s.app().request(url)
    expect(r.headers.get('content-type')).toBe('application/pdf')
    const octets = new Uint8Array(await r.arrayBuffer())
    const pages = pagesDuPdf(octets)
    expect(pages).toHaveLength(2)
    for (const c of avant) expect(pages.join()).toContain(c.numero)
    expect(await s.lire('certificat-realisation')).toHaveLength(avant.length)
    expect((await lireCertificats(s.services, acces, s.fil.session))?.lignes.every((l) => !l.perime)).toBe(
      true,
    )
    // Un nom changé périme le certificat : la page dit que ce qu’il dit a changé, sans accuser le registre, qui ne l’a pas fait.
    await base.maintenance((tx) =>
      sql`update tiers.personne set nom = 'Renommée' where organisme_id = ${s.fil.organisme}
        and id = (select personne_id from inscriptions.inscription where id = ${s.fil.inscriptions[0] ?? null})`.execute(
        tx,
      ),
    )
    const page = await (await s.app().request(`/sessions/${s.fil.session}/certificats`)).text()
    expect(page.match(/à remplacer[\s\u00a0\u202f]*: ce qu’il dit a changé/g)).toHaveLength(1)
    expect(page).not.toContain('registre a changé')
    expect((await s.app(['dpo']).request(url)).status).toBe(403)
    const voisin = await finie()
    expect((await s.app().request(`/sessions/${voisin.fil.session}/certificats/tous.pdf`)).status).toBe(404)
  })

  it('réuni d’avance à l’émission, il a les octets que la lecture réunirait ; elle y revient si l’atelier échoue', async () => {
    const s = await finie()
    const url = `/sessions/${s.fil.session}/certificats/tous.pdf`
    const dAvance = pdf.dAvance
    if (!dAvance) throw new Error('Le compositeur ne réunit pas d’avance.')
    const demandees: string[] = []
    const espion: ReunionsDAvance = {
      ...dAvance,
      reunie: (quoi) => {
        const faite = dAvance.reunie(quoi)
        demandees.push(faite ? 'faite' : 'à faire')
        return faite
      },
    }
    await emettreCertificats(s.services, acces, s.fil.session)
    const lire = async (siens: PdfRenderer) => {
      const r = await devantLaSession([emargementModule], s.fil, { ...s.services, pdf: siens }, [
        'assistant',
      ]).request(url)
      expect(r.status).toBe(200)
      return Buffer.from(await r.arrayBuffer())
    }
    const dAvanceLu = await lire({ ...pdf, dAvance: espion })
    expect(demandees).toEqual(['faite'])
    const aLaLecture = await lire({ render: pdf.render, close: pdf.close })
    expect(dAvanceLu.equals(aLaLecture)).toBe(true)
    // L’atelier a échoué : rien ne s’en garde, et la seconde demande relit les pièces.
    let echecs = 0
    const echoue: ReunionsDAvance = {
      ...dAvance,
      reunie: () => (echecs++ === 0 ? Promise.resolve(undefined) : undefined),
    }
    expect((await lire({ ...pdf, dAvance: echoue })).equals(aLaLecture)).toBe(true)
    expect(echecs).toBe(2)
  })

  it('réuni d’avance, il ne se rend ni à qui n’en lit pas les pièces, ni une fois l’une d’elles effacée', async () => {
    const s = await finie()
    const url = `/sessions/${s.fil.session}/certificats`
    await emettreCertificats(s.services, acces, s.fil.session)
    const lire = async (roles: readonly string[]) => {
      const r = await s.app(roles).request(`${url}/tous.pdf`)
      return r.status === 200 ? Buffer.from(await r.arrayBuffer()) : r.status
    }
    const avant = await lire(['assistant'])
    expect(await lire(['dpo'])).toBe(403)
    await base.maintenance((tx) =>
      sql`update documents.piece set effacee_le = now() where organisme_id = ${s.fil.organisme} and numero = 'CR-2026-0001'`.execute(
        tx,
      ),
    )
    expect(Buffer.isBuffer(avant)).toBe(true)
    expect(await lire(['assistant'])).toBe(409)
  })
})
