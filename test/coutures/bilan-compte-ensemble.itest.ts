import { type RawBuilder, sql } from 'kysely'
import { expect, it } from 'vitest'
import { enJson } from '#modules/bpf/domain/lignes.ts'
import { regler } from '#modules/bpf/gestes/regler-exercice.ts'
import { lireLesDeux as lireBilan } from '#modules/bpf/test/lire-les-deux.ts'
import { jourDit } from '#modules/sessions/test/cooperatives.ts'
import { fusionner } from '#modules/tiers/gestes/fusionner.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../base/index.ts'
import { poserBilan } from './bilan-monde.ts'

const base = await baseNeuve()
const exercice = { debut: jourDit('2026-01-01'), fin: jourDit('2026-12-31') }

it('qui n’a qu’une enseigne en lit les séances une à une : mêmes chiffres que toutes parcourues, coupée en route ou non', async () => {
  for (const interrompueA of [undefined, new Date('2026-12-07T13:48:00Z')]) {
    const { c, dans } = await poserBilan(base, interrompueA && { interrompueA })
    const tout = await dans((tx) => lireBilan(tx, exercice))
    const sien = await base.enTantQue(c.organisme, { portee: [c.activite] }, (tx) => lireBilan(tx, exercice))
    expect(tout.bpf.lignes.F1.total.n).toBe(2)
    expect(enJson(sien.bpf.lignes)).toEqual(enJson(tout.bpf.lignes))
    expect(sien.bpf.faits.manques).toEqual(tout.bpf.faits.manques)
    const ailleurs = await base.enTantQue(c.organisme, { portee: [newId<'Activite'>()] }, (tx) =>
      lireBilan(tx, exercice),
    )
    expect(ailleurs.bpf.lignes.F1.total.n).toBe(0)
  }
})

it('deux personnes pareilles se comptent ensemble ; une seule inscrite deux fois, ou sans statut, ne s’y confond pas', async () => {
  const { c, dans, inscrits } = await poserBilan(base)
  const [alpha, bravo] = ['Alpha', 'Bravo'].map((nom) => inscrits.find((i) => i.nom === nom)?.id)
  const lire = async () => {
    const { bpf } = await dans((tx) => lireBilan(tx, exercice))
    const { a, total } = enJson(bpf.lignes).F1
    return {
      a,
      total,
      manques: bpf.faits.manques.map((m) => m.quoi),
      ensemble: bpf.cases.get('F1.a')?.contributions,
    }
  }
  const avant = await lire()
  expect([avant.a, avant.ensemble?.map((x) => x.nombre)]).toEqual([{ n: 2, h: 9.5 }, [2]])

  // Sans statut, une personne est nommée : elle compte au total de personne, et elle manque.
  const changer = (quoi: RawBuilder<unknown>) =>
    base.maintenance((tx) =>
      sql`update inscriptions.inscription set ${quoi} where organisme_id = ${c.organisme} and id = ${bravo}`.execute(
        tx,
      ),
    )
  await changer(sql`statut_f1 = null`)
  const sans = await lire()
  expect([sans.a, sans.manques.includes('statut-stagiaire')]).toEqual([{ n: 1, h: 6 }, true])

  // La même personne, inscrite une seconde fois après un abandon : un seul stagiaire, et toutes ses heures (R4).
  await changer(sql`statut_f1 = (select i.statut_f1 from inscriptions.inscription i where i.id = ${alpha}), etat = 'abandon', motif = 'Un nouvel emploi', close_le = now(),
    personne_id = (select i.personne_id from inscriptions.inscription i where i.id = ${alpha})`)
  const deux = await lire()
  expect([deux.a, deux.total]).toEqual([
    { n: 1, h: 9.5 },
    { n: 1, h: 9.5 },
  ])
})

it('deux fiches réunies sont une personne ; une séance en honoraires va en F-2 si la coopérative l’y compte', async () => {
  const { c, dans, inscrits } = await poserBilan(base)
  const lire = async () => enJson((await dans((tx) => lireBilan(tx, exercice))).bpf.lignes)
  expect((await lire()).F1.a).toEqual({ n: 2, h: 9.5 })
  const le = new Date('2026-12-08T09:00:00Z')
  const [garde, absorbe] = await base.maintenance(async (tx) => {
    const { rows } = await sql<{
      personne: Parameters<typeof fusionner>[3]['garde']
    }>`select i.personne_id as personne
      from inscriptions.inscription i where i.organisme_id = ${c.organisme} and i.id in (${sql.join(
        inscrits.filter((i) => ['Alpha', 'Bravo'].includes(i.nom)).map((i) => i.id),
      )})`.execute(tx)
    return rows.map((r) => r.personne)
  })
  if (!garde || !absorbe) throw new Error('deux personnes étaient attendues')
  const reunies = await dans((tx) => fusionner(tx, 'fusion', newId(), { garde, absorbe }, le))
  expect(reunies).toMatchObject({ ok: true })
  expect((await lire()).F1.a).toEqual({ n: 1, h: 9.5 })

  await dans((tx) =>
    regler(
      tx,
      exercice,
      { echeanceLe: null, lectures: { honorairesEnF2: true }, adressePublique: null, version: null },
      le,
    ),
  )
  const confiees = await lire()
  expect([confiees.F1.total.n, confiees.F2.n]).toEqual([1, 1])
})
