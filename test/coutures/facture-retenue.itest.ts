/** Une facture ne part pas sous un constat bloquant ; ce qui la décide ne bouge pas sous elle. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { prisesDeLaFacturation } from '../../src/app/prises.ts'
import { verrouillerSession } from '../../src/modules/controles/db/constats.ts'
import { moduleControles } from '../../src/modules/controles/module.ts'
import { verrouillerCasesDe } from '../../src/modules/emargement/db/registre.ecritures.ts'
import { servicesDe } from '../../src/modules/emargement/test/session-d-essai.ts'
import type { ProjetId } from '../../src/modules/facturation/domain/facture.ts'
import { emettreProjet } from '../../src/modules/facturation/gestes/emettre.ts'
import { preparerDuDossier } from '../../src/modules/facturation/gestes/preparer.ts'
import { pdfSansPages, poserReglages } from '../../src/modules/facturation/test/dossier-d-essai.ts'
import type { DossierId } from '../../src/modules/inscriptions/index.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'
import { poserSessionFacturee, type SessionFacturee } from './session-facturee.ts'

const base = await baseNeuve()
const tard = '2026-11-16T09:00:00Z'
const origine = 'http://localhost:3000'

/** Une session complète et sa facture prête ; `conge` : qui formait était déclaré absent, ce qui retient la facture. */
const poser = async (conge = true) => {
  const fil = await poserSessionFacturee(base, { pdf: pdfSansPages })
  await base.maintenance(async (tx) => {
    const o = fil.organisme
    await sql`update organisme.organisme set regime_tva = 'exonere', tva_demande_recue_le = '2020-01-01', societe = 'SA'
      where organisme_id = ${o}`.execute(tx)
    await sql`update tiers.entreprise set siren = '999381650', adresse = '1 rue du Port', code_postal = '35000', ville = 'Rennes'
      where organisme_id = ${o} and id = ${fil.entreprise}`.execute(tx)
    await sql`insert into inscriptions.financement (organisme_id, id, activite_id, dossier_id, rang, payeur_entreprise_id, dispositif,
        montant_ht_centimes) values (${o}, ${newId()}, ${fil.activite}, ${fil.dossier}, 0, ${fil.entreprise}, 'entreprise', 90000)`.execute(
      tx,
    )
    await poserReglages(tx, o)
    if (conge)
      await sql`insert into sessions.conge (organisme_id, id, activite_id, personne_id, du, au, declare_le)
        values (${o}, ${newId()}, ${fil.activite}, ${fil.formateur}, '2026-11-10', '2026-11-12', now())`.execute(
        tx,
      )
  })
  const services = { ...servicesDe(base, fil, tard), pdf: pdfSansPages }
  const dans = <T>(work: (tx: TenantTx) => Promise<T>): Promise<T> =>
    base.enTantQue(fil.organisme, { personne: fil.personne }, work)
  const projet = newId<'ProjetFacture'>() as ProjetId
  const prepare = await dans((tx) =>
    preparerDuDossier(
      tx,
      { id: projet, session: fil.session, dossier: fil.dossier as DossierId, rang: 0, genre: 'facture' },
      services.clock.now(),
    ),
  )
  if (!prepare.ok) throw new Error(prepare.error.phrase)
  const emettreDans = (tx: TenantTx) =>
    emettreProjet(services, tx, { projet, version: 1, vise: false }, prisesDeLaFacturation)
  return { fil, dans, emettreDans, emettre: () => dans(emettreDans) }
}

const appDe = (fil: SessionFacturee) =>
  pagesDevant(servicesDe(base, fil, tard), [moduleControles()], () => ({
    roles: ['responsable'],
    personneId: fil.personne,
    nom: 'Maïwenn Le Goff',
    organisme: { id: fil.organisme, code: 'fil', nom: 'Langue & Lien' },
  })).app
const accepter = async (fil: SessionFacturee) => {
  const app = appDe(fil)
  const vue = await (await app.request(`/sessions/${fil.session}/controles`)).text()
  const adresses = [...vue.matchAll(/href="(\/sessions\/[^"]*\/controles\/juger\?[^"]*)"/g)]
  for (const [, a = ''] of adresses) {
    const r = await app.request(a.replaceAll('&amp;', '&'), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: origine,
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams({ motif: 'Congé annulé de vive voix, planning corrigé depuis.' }).toString(),
    })
    if (r.status !== 303) throw new Error(`un constat ne s’accepte pas : ${r.status}`)
  }
  return adresses.length
}
const codes = (r: Awaited<ReturnType<Awaited<ReturnType<typeof poser>>['emettre']>>) =>
  r.ok ? [] : r.error.map((x) => x.code)
const verrouPris = async (work: (tx: TenantTx) => Promise<unknown>, fil: SessionFacturee) =>
  base
    .enTantQue(fil.organisme, { personne: fil.personne }, async (tx) => {
      await sql`set local lock_timeout = '50ms'`.execute(tx)
      await work(tx)
    })
    .then(
      () => false,
      (e: { code?: string }) => e.code === '55P03',
    )

describe('Une facture', () => {
  it('attend qu’un constat bloquant soit réparé ou accepté ; refusée, elle ne prend aucun numéro', async () => {
    const { fil, emettre, dans } = await poser()
    const refusee = await emettre()
    expect(codes(refusee)).toEqual(['constat-ouvert', 'constat-ouvert'])
    expect(refusee.ok ? '' : refusee.error[0]?.phrase).toMatch(/Tom Okafor.*absent/)
    expect(await accepter(fil)).toBe(2)
    const emise = await emettre()
    expect(emise.ok && emise.value.numero).toBe('FA-2026-0001')
    // Ce qui l’a laissée partir reste écrit : qui, quoi, pourquoi.
    const { rows } = await dans((tx) =>
      sql<{
        n: number
      }>`select count(*)::int4 as n from controles.jugement where decision = 'accepte' and par_nom = 'Maïwenn Le Goff'
        and motif like 'Congé annulé%'`.execute(tx),
    )
    expect(rows[0]?.n).toBe(2)
  })
  it('d’une session sans rien à redire part telle quelle', async () => {
    const { emettre } = await poser(false)
    expect(codes(await emettre())).toEqual([])
  })
  it('tient, jusqu’à sa fin, tout ce qui l’a décidée : la session, le dossier, les présences, les jugements', async () => {
    const { fil, dans, emettreDans } = await poser(false)
    await dans(async (tx) => {
      expect((await emettreDans(tx)).ok).toBe(true)
      const [inscription] = fil.inscriptions
      const gestes = {
        presences: (t: TenantTx) => verrouillerCasesDe(t, inscription ? [inscription] : []),
        jugements: (t: TenantTx) => verrouillerSession(t, fil.session),
        session: (t: TenantTx) =>
          sql`select 1 from sessions.session where id = ${fil.session} for no key update`.execute(t),
        dossier: (t: TenantTx) =>
          sql`select 1 from inscriptions.dossier where id = ${fil.dossier} for no key update`.execute(t),
      }
      const attendent = await Promise.all(
        Object.entries(gestes).map(async ([nom, g]) => [nom, await verrouPris(g, fil)] as const),
      )
      expect(Object.fromEntries(attendent)).toEqual({
        presences: true,
        jugements: true,
        session: true,
        dossier: true,
      })
    })
  })
  it('attend un jugement en cours, et le lit : un constat rouvert au même instant la retient', async () => {
    const { fil, dans, emettre } = await poser()
    await accepter(fil)
    let tenu = () => {}
    const pris = new Promise<void>((r) => {
      tenu = r
    })
    let lacher = () => {}
    const fin = new Promise<void>((r) => {
      lacher = r
    })
    const rouvre = dans(async (tx) => {
      await verrouillerSession(tx, fil.session)
      await sql`insert into controles.jugement (id, activite_id, session_id, regle, cle, empreinte, decision, motif, le, par_nom)
        select gen_random_uuid(), activite_id, session_id, regle, cle, empreinte, 'rouvert', 'Finalement non, à revoir.', le + interval '1 hour', par_nom
          from controles.jugement where session_id = ${fil.session}`.execute(tx)
      tenu()
      await fin
    })
    await pris
    const emission = emettre()
    const admin = await base.client('admin')
    // L’émission est arrivée jusqu’au verrou que le jugement tient : on le lit dans la base, on ne l’attend pas au chronomètre.
    for (;;) {
      const { rows } = await admin.query(
        `select 1 from pg_locks where locktype = 'advisory' and not granted and classid = 4833 and database = (select oid from pg_database where datname = current_database())`,
      )
      if (rows.length > 0) break
    }
    lacher()
    await rouvre
    expect(codes(await emission)).toEqual(['constat-ouvert', 'constat-ouvert'])
  })
})
