import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import {
  acces,
  clesDEssai,
  poserSessionDEssai,
  servicesDe,
} from '#modules/emargement/test/session-d-essai.ts'
import { newId } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { verifierEnBase } from '../../src/modules/emargement/db/registre.ts'
import { regulariser } from '../../src/modules/emargement/gestes/composer.ts'
import { emettreCertificat } from '../../src/modules/emargement/gestes/emettre-certificats.ts'
import { suiviesPar } from '../../src/modules/inscriptions/db/suivies.queries.ts'
import { sessionsCommunes } from '../../src/modules/tiers/db/fusions.ts'
import { alias } from '../../src/modules/tiers/db/renvois.ts'
import type { TiersId } from '../../src/modules/tiers/domain/lus.ts'
import { defaire, fusionner } from '../../src/modules/tiers/gestes/fusionner.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())

describe('réunir la fiche d’une personne qui a signé', () => {
  it('ne touche ni inscription, ni signature, ni certificat, et la chaîne se vérifie ; défaire non plus', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
    const services = { ...servicesDe(base, fil, '2026-11-25T09:00:00Z'), pdf }
    const dans = <T>(work: Parameters<typeof base.enTantQue<T>>[2]) =>
      base.enTantQue(fil.organisme, { personne: fil.personne }, work)
    for (const inscription of fil.inscriptions) {
      for (const seance of fil.seances) {
        const r = await regulariser(
          services,
          { acces, id: fil.personne, nom: 'Tom Okafor' },
          { session: fil.session, seance, inscription, motif: 'Signature recueillie sur papier' },
        )
        if (!r.ok) throw new Error(r.error.phrase)
      }
      const emis = await emettreCertificat(services, acces, inscription)
      if (!emis.ok) throw new Error(emis.error.phrase)
    }
    const preuves = () =>
      base.maintenance(async (tx) => {
        const vues: string[] = []
        for (const t of [
          'emargement.maillon',
          'emargement.prive',
          'emargement.signature',
          'emargement.certificat',
          'documents.piece',
          'inscriptions.inscription',
          'tiers.personne',
        ]) {
          const { rows } = await sql<{ v: string }>`select to_jsonb(t)::text as v from ${sql.table(t)} t
            where organisme_id = ${fil.organisme} order by 1`.execute(tx)
          expect(rows.length, t).toBeGreaterThan(0)
          vues.push(...rows.map((l) => l.v))
        }
        return vues
      })
    const registre = () => dans((tx) => verifierEnBase(tx, clesDEssai.publicKey))
    const [avant, chaine] = [await preuves(), await registre()]
    expect(chaine).toMatchObject({ ok: true, ruptures: [] })
    const { rows } = await dans((tx) =>
      sql<{ id: TiersId }>`select id from tiers.personne order by cree_le, id`.execute(tx),
    )
    const [garde, absorbe] = rows.map((l) => l.id)
    if (!garde || !absorbe) throw new Error('deux fiches attendues')

    // Inscrites à la même session : l'écran le dit avant de réunir.
    expect(await dans((tx) => sessionsCommunes(tx, garde, absorbe))).toBe(1)
    const id = newId<'Fusion'>()
    const fait = await dans((tx) => fusionner(tx, 'fusion', id, { garde, absorbe }, new Date()))
    expect(fait.ok).toBe(true)
    expect(await preuves()).toEqual(avant)
    expect(await registre()).toEqual(chaine)
    // La gardée montre ce que les deux fiches ont suivi.
    const suivies = await dans(async (tx) => suiviesPar(tx, await alias(tx, 'fusion', garde)))
    expect(suivies).toHaveLength(2)

    expect((await dans((tx) => defaire(tx, 'fusion', id, new Date()))).ok).toBe(true)
    expect(await preuves()).toEqual(avant)
    expect(await registre()).toEqual(chaine)
    expect(await dans(async (tx) => suiviesPar(tx, await alias(tx, 'fusion', garde)))).toHaveLength(1)
  })
})
