/** Une session complète sur la vraie base : planifiée, affectée, conventionnée, signée par lien, contresignée, close, certifiée. */
import { sql } from 'kysely'
import { envoyerLesLiens, signerParLien } from '#modules/emargement/index.ts'
import { newId } from '#platform/db/index.ts'
import type { PdfRenderer } from '#platform/pdf/pdf.ts'
import {
  cloreLaFeuille,
  contresignerLaSeance,
  noterAbsence,
} from '../../src/modules/emargement/gestes/composer.ts'
import { emettreCertificats } from '../../src/modules/emargement/gestes/emettre-certificats.ts'
import { envoyerLien } from '../../src/modules/emargement/jobs/envoyer-lien.job.ts'
import {
  acces,
  poserSessionDEssai,
  type SessionDEssai,
  servicesDe,
} from '../../src/modules/emargement/test/session-d-essai.ts'
import type { BaseDEssai } from '../base/index.ts'

export type SessionFacturee = SessionDEssai & {
  readonly dossier: string
  readonly formateur: string
  readonly salle: string
  readonly entreprise: string
}

/** Le 11 novembre 2026, férié partout : la demi-journée y a son motif. */
export const jourDuFil = '2026-11-11'

export const poserSessionFacturee = async (
  base: BaseDEssai,
  {
    pdf,
    distance = false,
    mixte = false,
    signe = true,
    emarge = true,
    absente = false,
  }: {
    readonly pdf?: PdfRenderer
    readonly distance?: boolean
    /** Vrai : la matinée sur place, l’après-midi à distance. */
    readonly mixte?: boolean
    readonly signe?: boolean
    /** Faux : planifiée, rien n’est signé. */
    readonly emarge?: boolean
    /** Vrai : la première personne est notée absente partout. */
    readonly absente?: boolean
  } = {},
): Promise<SessionFacturee> => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, {
      jour: jourDuFil,
      stagiaires: 3,
      creneaux: [
        [540, 750],
        [810, 1020],
      ],
    }),
  )
  const [dossier, formateur, salle, entreprise, lieu] = [newId(), newId(), newId(), newId(), newId()]
  await base.maintenance(async (tx) => {
    const o = fil.organisme
    await sql`update sessions.seance set motif_jour = 'Date tenue avec l’accord des stagiaires.' where organisme_id = ${o}`.execute(
      tx,
    )
    if (distance)
      await sql`update sessions.session set modalite = 'distance' where organisme_id = ${o}`.execute(tx)
    if (mixte) {
      await sql`update sessions.session set modalite = 'mixte' where organisme_id = ${o}`.execute(tx)
      await sql`update sessions.seance set modalite = case when debut_minutes < 780 then 'presentiel' else 'distance' end
        where organisme_id = ${o}`.execute(tx)
    }
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      values (${o}, ${formateur}, ${fil.activite}, 'Tom', 'Okafor', 'okafor tom', now())`.execute(tx)
    await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, courriel, cree_le)
      values (${o}, ${entreprise}, ${fil.activite}, 'Hôtel Aubrac', 'hotel aubrac', 'formation@hotel-aubrac.example', now())`.execute(
      tx,
    )
    await sql`update tiers.personne set entreprise_id = ${entreprise} where organisme_id = ${o} and id <> ${formateur}`.execute(
      tx,
    )
    await sql`insert into organisme.etablissement (organisme_id, id, nom, code_postal, ville) values (${o}, ${lieu}, 'Montreuil', '93100', 'Montreuil')`.execute(
      tx,
    )
    await sql`insert into sessions.salle (organisme_id, id, etablissement_id, nom, pli, places, cree_le)
      values (${o}, ${salle}, ${lieu}, 'Duras', 'duras', 12, now())`.execute(tx)
    for (const seance of fil.seances) {
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes)
        values (${o}, ${newId()}, ${fil.activite}, ${seance}, ${formateur}, ${fil.personne}, 210)`.execute(tx)
      if (!distance)
        await sql`insert into sessions.seance_salle (organisme_id, activite_id, seance_id, salle_id) values (${o}, ${fil.activite}, ${seance}, ${salle})`.execute(
          tx,
        )
    }
    await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime, regime_article,
        reference_client, prix_centimes, signe_le, signature_moyen, cree_le)
      values (${o}, ${dossier}, ${fil.activite}, ${fil.session}, 'entreprise', ${entreprise}, 'etablissement', 'convention', 'L6353-1', 'BC-2026-7', 90000,
        ${signe ? '2026-11-02T09:00:00Z' : null}, ${signe ? 'scan' : null}, '2026-10-20T09:00:00Z')`.execute(
      tx,
    )
    await sql`update inscriptions.inscription set dossier_id = ${dossier} where organisme_id = ${o}`.execute(
      tx,
    )
  })
  const qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const admin = await base.client('admin')
  for (const [i, seance] of emarge ? fil.seances.entries() : []) {
    const matin = i === 0
    const services = servicesDe(base, fil, `${jourDuFil}T${matin ? '08:04' : '12:34'}:00Z`)
    const ou = { session: fil.session, seance }
    await envoyerLesLiens(services, qui, ou)
    const { rows } = await admin.query<{ payload: Parameters<typeof envoyerLien>[0] }>(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'emargement.envoyer-lien' and j.payload ->> 'organisme' = $1 order by j.id`,
      [fil.organisme],
    )
    for (const { payload } of rows) await envoyerLien(payload, services)
    for (const [rang, m] of services.courrier.entries()) {
      if (absente && m.a === 's0@exemple.example') continue
      const jeton = /\/emargement\/([A-Za-z0-9_-]{43})/.exec(m.texte)?.[1] ?? ''
      await signerParLien(services, jeton, { ip: `192.0.2.${rang + 1}`, agent: `telephone ${rang}` })
    }
    const [premiere] = fil.inscriptions
    if (absente && premiere)
      await noterAbsence(services, qui, { ...ou, inscription: premiere, motif: 'justificatif-remis' })
    const apres = services.a(`${jourDuFil}T${matin ? '11:40' : '16:10'}:00Z`)
    for (const geste of [contresignerLaSeance, cloreLaFeuille]) {
      const fait = await geste(apres, qui, { ...ou, ip: '192.0.2.50', agent: 'poste' })
      if (!fait.ok) throw new Error(fait.error.phrase)
    }
  }
  if (pdf) {
    const fait = await emettreCertificats(
      { ...servicesDe(base, fil, '2026-11-13T09:00:00Z'), pdf },
      acces,
      fil.session,
    )
    if (!fait.ok || fait.value.emis !== 3) throw new Error('Les certificats ne sont pas émis.')
  }
  return { ...fil, dossier, formateur, salle, entreprise }
}
