// Long parce que chaque extrait se pose sur la même personne confiée, servie par les mêmes pages.
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { lirePiece, type PieceId } from '#modules/documents/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireTexte, serre } from '../../../../test/documents/texte.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { devantLaSession, envoyer } from '../../../../test/monde/session.ts'
import { contributionEmargement } from '../contributions/session.tsx'
import { corrigerEnAbsence, noterAbsence, regulariser } from '../gestes/composer.ts'
import { composerFeuille } from '../gestes/composer-feuille.ts'
import { emettreCertificat, lireCertificats } from '../gestes/emettre-certificats.ts'
import { emettreExtrait } from '../gestes/emettre-extrait.ts'
import { emettreFeuille } from '../gestes/emettre-feuille.ts'
import { emargementModule } from '../module.ts'
import { acces, poserSessionDEssai, type ServicesDEssai, servicesDe } from './session-d-essai.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

/** Une personne confiée par l’Atelier des Savoirs, présente le matin avec dix minutes de retard, absente l’après-midi. */
const recue = async ({
  nda = '53351234535' as string | null,
  titres = 'licence d’anglais',
  stagiaires = 1,
  /** D’une mixte, le matin est à distance, l’après-midi sur place. */
  modalite = 'presentiel' as 'presentiel' | 'distance' | 'mixte',
  /** Minutes, depuis la fin prévue du matin. */
  depart = 0,
} = {}) => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, {
      stagiaires,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    }),
  )
  const services: ServicesDEssai = { ...servicesDe(base, fil, '2026-11-25T09:00:00Z'), pdf }
  const [matin, soir] = fil.seances
  const [inscription] = fil.inscriptions
  if (!matin || !soir || !inscription) throw new Error('fil vide')
  const qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  await base.maintenance(async (tx) => {
    await sql`update sessions.session set modalite = ${modalite}, lieu = ${modalite === 'distance' ? 'À distance' : 'salle Duras'}
      where id = ${fil.session}`.execute(tx)
    if (modalite === 'mixte')
      await sql`update sessions.seance set modalite = case id when ${matin}::uuid then 'distance' else 'presentiel' end
        where session_id = ${fil.session}`.execute(tx)
    const [e, d, p] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
    await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le, nda, adresse, code_postal, ville)
      values (${fil.organisme}, ${e}, ${fil.activite}, 'Atelier des Savoirs', 'atelier', now(), ${nda}, '3 rue de l’Ill', '35000', 'Rennes')`.execute(
      tx,
    )
    await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance,
        regime, regime_article, reference_client, prix_centimes, cree_le)
      values (${fil.organisme}, ${d}, ${fil.activite}, ${fil.session}, 'organisme-formation', ${e}, 'etablissement',
        'sous-traitance-recue', 'R6333-6-2', 'ST-2026-0008', 0, now())`.execute(tx)
    // La première seulement est confiée ; qui d’autre suit la session vient d’ailleurs.
    await sql`update inscriptions.inscription set dossier_id = ${d} where organisme_id = ${fil.organisme} and id = ${inscription}`.execute(
      tx,
    )
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      values (${fil.organisme}, ${p}, ${fil.activite}, 'Tom', 'Okafor', 'okafor', now())`.execute(tx)
    await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, titres, cree_le)
      values (${fil.organisme}, ${fil.activite}, ${p}, ${titres}, now())`.execute(tx)
    for (const seance of fil.seances)
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes, cle)
        values (${fil.organisme}, ${crypto.randomUUID()}, ${fil.activite}, ${seance}, ${p}, ${fil.personne}, 210, ${p})`.execute(
        tx,
      )
  })
  const ou = { session: fil.session, inscription }
  await regulariser(services, qui, {
    ...ou,
    seance: matin,
    motif: 'Téléphone déchargé, vue en salle',
    minutes: { retard: 10, depart },
  })
  await noterAbsence(services, qui, { ...ou, seance: soir, motif: 'employeur' })
  return { fil, services, inscription }
}
/** Le texte du PDF émis, tel qu’un autre lecteur le lit. */
const texteDe = async (
  services: ServicesDEssai,
  fil: { readonly organisme: OrganismeId },
  piece: PieceId,
) => {
  const octets = await base.enTantQue(fil.organisme, {}, async (tx) => {
    const p = await lirePiece(tx, piece)
    return p && (await services.storage.get(tx, p.fichier))?.octets
  })
  if (!octets) throw new Error('la pièce n’a pas d’octets')
  return lireTexte(octets)
}
/** Les pages du module, lues et servies comme à qui prépare la session. */
const parLaPage = (
  fil: Awaited<ReturnType<typeof recue>>['fil'],
  services: ServicesDEssai,
  roles: readonly string[] = ['responsable'],
) => {
  const app = devantLaSession([emargementModule], fil, services, roles)
  return {
    lire: async (url: string) => (await app.request(url)).text(),
    envoyer: (url: string, champs: Readonly<Record<string, string>>) => envoyer(app, url, champs),
  }
}
const saisie = { prefet: 'de la région Bretagne', contrat: 'ST-2026-0008' }

describe('Un stagiaire reçu d’un autre organisme', () => {
  it('n’a pas de certificat : le refus le dit, et les quatre compteurs restent', async () => {
    const { fil, services, inscription } = await recue()
    const r = await emettreCertificat(services, acces, inscription)
    expect(r).toMatchObject({ ok: false, error: { code: 'sous-traitance-recue' } })
    expect(r.ok ? '' : r.error.phrase).toContain('(Atelier des Savoirs)')
    const lues = await lireCertificats(services, acces, fil.session)
    expect(lues?.lignes[0]).toMatchObject({
      delivrable: 'extrait',
      compteurs: { planifieMin: 420, realiseMin: 200, facturableMin: 200 },
    })
  })
  it('reçoit un extrait : ses demi-journées, ses minutes réelles, la feuille et le registre', async () => {
    const { fil, services, inscription } = await recue()
    expect(await emettreExtrait(services, acces, inscription, saisie)).toMatchObject({
      error: { code: 'sans-feuille' },
    })
    await emettreFeuille(services, acces, fil.session)
    const r = await emettreExtrait(services, acces, inscription, saisie)
    if (!r.ok) throw new Error(r.error.phrase)
    expect(r.value.numero).toBe('EP-2026-0001')
    const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql<{ donnees: string }>`select donnees from documents.piece where id = ${r.value.piece}::uuid`.execute(
        tx,
      ),
    )
    expect(JSON.parse(rows[0]?.donnees ?? '{}')).toMatchObject({
      donneur: { nom: 'Atelier des Savoirs', nda: '53351234535' },
      feuilles: ['EM-2026-0001'],
      feuillesPartagees: false,
      presences: [
        {
          nom: 'Pons',
          minutesSuivies: 200,
          demiJournees: [
            { debut: '09:00', etat: 'regularisee', minutesSuivies: 200 },
            { debut: '13:30', etat: 'absente', minutesSuivies: 0 },
          ],
        },
      ],
    })
  })
  it('une demi-journée coupée compte sa ligne comme son total : ce que l’interruption a ôté ne se retire pas deux fois', async () => {
    const { fil, services, inscription } = await recue({ depart: 90 })
    // Arrêtée à onze heures à Paris, une heure et demie avant la fin prévue ; chacun est parti à cet instant.
    await base.maintenance(async (tx) => {
      await sql`insert into journal.geste (organisme_id, id, activite_id, fait_le, module, geste, phrase, objet_genre, objet_id)
        values (${fil.organisme}, gen_random_uuid(), ${fil.activite}, '2026-11-24 10:00+00', 'sessions', 'interrompre-session', 'x',
          'session', ${fil.session})`.execute(tx)
      await sql`update sessions.session set etat = 'interrompue', motif = 'Panne' where id = ${fil.session}`.execute(
        tx,
      )
      await sql`update sessions.seance set tenue = false where session_id = ${fil.session}`.execute(tx)
    })
    expect(await emettreFeuille(services, acces, fil.session)).toMatchObject({ ok: true })
    const r = await emettreExtrait(services, acces, inscription, saisie)
    if (!r.ok) throw new Error(r.error.phrase)
    const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql<{
        p: unknown
      }>`select donnees::jsonb #> '{presences,0}' as p from documents.piece where id = ${r.value.piece}::uuid`.execute(
        tx,
      ),
    )
    expect(rows[0]?.p).toMatchObject({
      minutesSuivies: 110,
      demiJournees: [
        { debut: '09:00', fin: '11:00', etat: 'regularisee', minutesSuivies: 110 },
        { etat: 'absente', minutesSuivies: 0 },
      ],
    })
  })
  it('d’une session à distance, l’extrait le dit, et chaque demi-journée ses heures ; d’une mixte, chacune où elle s’est suivie', async () => {
    const lire = async (modalite: 'distance' | 'mixte') => {
      const { fil, services, inscription } = await recue({ modalite })
      await emettreFeuille(services, acces, fil.session)
      const r = await emettreExtrait(services, acces, inscription, saisie)
      if (!r.ok) throw new Error(r.error.phrase)
      return texteDe(services, fil, r.value.piece)
    }
    const distante = await lire('distance')
    expect(distante).toContain(serre('7 h · le 24 novembre 2026 · à distance'))
    expect(distante).toContain(serre('9 h – 12 h 30 Régularisée 3 h 20'))
    expect(distante).toContain(serre('3 h 20 suivies sur 7 h prévues.'))
    expect(distante).not.toContain(serre('en présentiel'))
    const mixte = await lire('mixte')
    expect(mixte).toContain(serre('7 h · le 24 novembre 2026 · en présentiel et à distance'))
    expect(mixte).toContain(serre('9 h – 12 h 30, à distance Régularisée 3 h 20'))
    expect(mixte).toContain(serre('13 h 30 – 17 h, sur place Absence 0 min'))
  })
  it('ne retient pas la clôture : seuls ceux que l’on certifie d’ici attendent leur certificat', async () => {
    const visiteur = unVisiteur({ roles: ['assistant'] })
    const lire = (fil: Awaited<ReturnType<typeof recue>>['fil']) =>
      base.enTantQue(fil.organisme, {}, async (tx) =>
        contributionEmargement.faits?.(tx, fil.session, visiteur, new Date('2026-12-01T09:00:00Z')),
      )
    const { fil, services } = await recue({ stagiaires: 2 })
    const [, autre] = fil.inscriptions
    if (!autre) throw new Error('fil vide')
    const qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
    for (const seance of fil.seances)
      await regulariser(services, qui, {
        session: fil.session,
        seance,
        inscription: autre,
        motif: 'Téléphone déchargé, vue en salle',
      })
    expect((await lire(fil))?.gardes).toMatchObject({ 'certificats-emis': false })
    await emettreFeuille(services, acces, fil.session)
    expect(await emettreCertificat(services, acces, autre)).toMatchObject({ ok: true })
    const lus = await lire(fil)
    expect(lus?.gardes).toMatchObject({ 'certificats-emis': true })
    expect(lus?.arrets?.map((a) => [a.arret.libelle, a.arret.etats, a.arret.manque])).toEqual([
      ['Certificats', ['prouve'], undefined],
    ])
    // Tous confiés : aucun certificat ne se fait ici.
    const seule = await lire((await recue()).fil)
    expect(seule?.gardes).toMatchObject({ 'certificats-emis': true })
    expect(seule?.arrets).toEqual([])
  })
  it('la feuille nomme le donneur d’ordre, et range chacun sous son client', async () => {
    const { fil, services } = await recue({ stagiaires: 2 })
    const dite = await base.enTantQue(fil.organisme, {}, (tx) => composerFeuille(services, tx, fil.session))
    expect(dite?.session.donneurs).toEqual([{ nom: 'Atelier des Savoirs', contrat: 'ST-2026-0008' }])
    expect(dite?.stagiaires.map((s) => [s.numero, s.nom, s.groupe])).toEqual([
      [1, 'Pons', 'Atelier des Savoirs, organisme donneur d’ordre, contrat ST-2026-0008'],
      [2, 'Fabre', 'Sans dossier client'],
    ])
  })
  it('une feuille qui porte d’autres personnes ne se remet pas au donneur d’ordre', async () => {
    const { fil, services, inscription } = await recue({ stagiaires: 2 })
    await emettreFeuille(services, acces, fil.session)
    const r = await emettreExtrait(services, acces, inscription, saisie)
    if (!r.ok) throw new Error(r.error.phrase)
    const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql<{ donnees: string }>`select donnees from documents.piece where id = ${r.value.piece}::uuid`.execute(
        tx,
      ),
    )
    expect(JSON.parse(rows[0]?.donnees ?? '{}')).toMatchObject({ feuillesPartagees: true })
    expect(rows[0]?.donnees).not.toContain('Fabre')
  })
  it('idempotent : mêmes faits, même extrait ; une présence corrigée en fait un qui remplace', async () => {
    const { fil, services, inscription } = await recue()
    await emettreFeuille(services, acces, fil.session)
    const un = await emettreExtrait(services, acces, inscription, saisie)
    const deux = await emettreExtrait(services.a('2026-11-26T09:00:00Z'), acces, inscription, saisie)
    expect(un).toMatchObject({ ok: true, value: { neuf: true } })
    expect(deux).toMatchObject({ ok: true, value: { neuf: false, numero: 'EP-2026-0001' } })
    const autre = await emettreExtrait(services, acces, inscription, { ...saisie, contrat: 'ST-2026-0009' })
    expect(autre).toMatchObject({ ok: true, value: { neuf: true, numero: 'EP-2026-0002' } })
    const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql<{
        n: string
      }>`select count(*)::text as n from documents.piece where genre = 'extrait-presence' and remplace_id is not null`.execute(
        tx,
      ),
    )
    expect(rows[0]?.n).toBe('1')
  })
  it.each([
    ['le numéro de déclaration du donneur d’ordre', { nda: null }],
    ['les titres de qui forme', { titres: '' }],
  ])('sans %s, rien ne s’émet, et la page dit ce qui manque', async (_, trait) => {
    const { fil, services, inscription } = await recue(trait)
    await emettreFeuille(services, acces, fil.session)
    const r = await emettreExtrait(services, acces, inscription, saisie)
    expect(r.ok).toBe(false)
    expect(r.ok ? '' : r.error.phrase.length).toBeGreaterThan(20)
  })
  it('sans numéro de déclaration, la page le dit d’avance et mène à la fiche du donneur d’ordre, qui en ramène', async () => {
    const { fil, services, inscription } = await recue({ nda: null })
    await emettreFeuille(services, acces, fil.session)
    const url = `/sessions/${fil.session}/certificats/${inscription}/extrait`
    const vers = new RegExp(`/entreprises/[0-9a-f-]{36}/modifier\\?suite=${encodeURIComponent(url)}`)
    const { lire, envoyer } = parLaPage(fil, services)
    const avant = await lire(url)
    expect(avant).toContain('Le numéro de déclaration d’activité')
    expect(avant).toMatch(vers)
    // Le contrat est déjà dit au dossier : il ne se recopie pas.
    expect(avant).toContain('value="ST-2026-0008"')
    const refuse = await envoyer(url, saisie)
    expect(refuse.status).toBe(409)
    expect(await refuse.text()).toMatch(vers)
  })
  it('signé et remis d’un geste, il part au donneur d’ordre, une fois ; sans courriel, cela se dit', async () => {
    const { fil, services, inscription } = await recue()
    await emettreFeuille(services, acces, fil.session)
    await emettreExtrait(services, acces, inscription, saisie)
    const url = `/sessions/${fil.session}/certificats`
    const { lire, envoyer } = parLaPage(fil, services)
    const muette = await lire(url)
    expect(muette).toContain('EP-2026-0001')
    expect(muette).toContain('aucun courriel connu')
    await base.maintenance((tx) =>
      sql`update tiers.entreprise set courriel = 'contact@atelier.example' where organisme_id = ${fil.organisme} and nom = 'Atelier des Savoirs'`.execute(
        tx,
      ),
    )
    expect(await lire(url)).toContain('Signer et remettre')
    expect((await envoyer(url, { geste: 'extraits' })).status).toBe(303)
    expect((await envoyer(url, { geste: 'extraits' })).status).toBe(303)
    const { rows } = await base.enTantQue(fil.organisme, {}, (tx) =>
      sql<{
        courriel: string
        role: string
        acte: string
        signee: boolean
      }>`select d.courriel, d.role, d.acte,
          exists (select from documents.signature s where s.piece_id = d.piece_id and s.role = 'organisme') as signee
        from documents.demande d`.execute(tx),
    )
    expect(rows).toEqual([
      { courriel: 'contact@atelier.example', role: 'client', acte: 'accuse', signee: true },
    ])
    const apres = await lire(url)
    expect(apres).toContain('signé, remis')
    expect(await lire(`${url}?format=csv`)).toContain('extrait signé, remis')
    expect(apres).not.toContain('Signer et remettre')
  })
  it('le registre corrigé après lui, il est à remplacer : il ne se signe ni ne se remet, le suivant si', async () => {
    const { fil, services, inscription } = await recue()
    await emettreFeuille(services, acces, fil.session)
    await base.maintenance((tx) =>
      sql`update tiers.entreprise set courriel = 'contact@atelier.example' where organisme_id = ${fil.organisme} and nom = 'Atelier des Savoirs'`.execute(
        tx,
      ),
    )
    const ecrite = { prefet: 'de la région d’Île-de-France', contrat: 'ST n° 8 : l’avenant' }
    const emettre = () => emettreExtrait(services, acces, inscription, ecrite)
    await emettre()
    const url = `/sessions/${fil.session}/certificats`
    const { lire, envoyer } = parLaPage(fil, services)
    expect(await lire(url)).toContain('Signer et remettre')
    const [matin] = fil.seances
    if (!matin) throw new Error('fil vide')
    const corrigee = await corrigerEnAbsence(
      services,
      { acces, id: fil.personne, nom: 'Tom Okafor' },
      {
        session: fil.session,
        inscription,
        seance: matin,
        motif: 'Confondue avec sa sœur',
        absence: 'inconnu',
      },
    )
    expect(corrigee.ok).toBe(true)
    const apres = await lire(url)
    expect(apres).toContain('à remplacer')
    expect(apres).not.toContain('Signer et remettre')
    await envoyer(url, { geste: 'extraits' })
    const remis = () =>
      base.enTantQue(fil.organisme, {}, async (tx) =>
        (
          await sql<{
            numero: string
          }>`select p.numero from documents.demande d join documents.piece p on p.id = d.piece_id`.execute(tx)
        ).rows.map((r) => r.numero),
      )
    expect(await remis()).toEqual([])
    expect((await emettre()).ok).toBe(true)
    expect(await lire(url)).toContain('Signer et remettre')
    await envoyer(url, { geste: 'extraits' })
    expect(await remis()).toEqual(['EP-2026-0002'])
  })
  it('par la page : 422 sans contrat, 303 vers la pièce ; un formateur ne l’émet pas', async () => {
    const { fil, services, inscription } = await recue()
    await emettreFeuille(services, acces, fil.session)
    const app = (roles: readonly string[]) =>
      pagesDevant(services, [emargementModule], () => {
        const organisme = { id: fil.organisme, code: 'fil', nom: 'Langue & Lien' }
        return { roles, personneId: fil.personne, organisme }
      }).app
    const url = `/sessions/${fil.session}/certificats/${inscription}/extrait`
    const envoyer = (roles: readonly string[], champs: Readonly<Record<string, string>>) =>
      app(roles).request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: 'http://localhost:3000',
          'sec-fetch-site': 'same-origin',
        },
        body: new URLSearchParams(champs).toString(),
      })
    const liste = await (await app(['assistant']).request(`/sessions/${fil.session}/certificats`)).text()
    expect(liste).toContain('Émettre l’extrait')
    expect((await app(['formateur']).request(url)).status).toBe(403)
    expect((await envoyer(['assistant'], { prefet: 'x' })).status).toBe(422)
    const fait = await envoyer(['assistant'], saisie)
    expect(fait.status).toBe(303)
    expect(fait.headers.get('location')).toMatch(/^\/documents\//)
  })
})
