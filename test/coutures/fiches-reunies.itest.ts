import { describe, expect, it } from 'vitest'
import { poserOrganisme } from '#modules/comptes/test/organismes.ts'
import { contributionInscriptions } from '#modules/inscriptions/contributions/session.tsx'
import { listerInscrits } from '#modules/inscriptions/db/inscriptions.queries.ts'
import { cloreInscription } from '#modules/inscriptions/gestes/clore.ts'
import { type Apprenant, inscrire } from '#modules/inscriptions/gestes/inscrire.ts'
import { poserOffre, poserSession, type SessionVoulue } from '#modules/sessions/test/poser.ts'
import { fusionner } from '#modules/tiers/gestes/fusionner.ts'
import { creerTiers } from '#modules/tiers/gestes/garder-personne.ts'
import { newId } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const le = new Date('2026-11-24T10:40:00Z')

const preparer = async (nom: string, traits: Partial<SessionVoulue> = {}) =>
  base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, nom)
    const offre = await poserOffre(tx, o)
    return { ...o, offre, ...(await poserSession(tx, { ...o, offre, ...traits })) }
  })
type Prepare = Awaited<ReturnType<typeof preparer>>

const faire = (p: Prepare, apprenants: readonly Apprenant[], jeton: string = newId()) =>
  base.enTantQue(p.organisme, {}, (tx) => inscrire(tx, p.session, jeton, apprenants, le))
const liste = (p: Prepare) => base.enTantQue(p.organisme, {}, (tx) => listerInscrits(tx, p.session))

describe('une personne, plusieurs fiches réunies', () => {
  const deja = async () => {
    const p = await preparer(`Réunies ${newId()}`)
    const dans = <T>(f: Parameters<typeof base.enTantQue<T>>[2]) => base.enTantQue(p.organisme, {}, f)
    const [garde, absorbe] = [newId<'Tiers'>(), newId<'Tiers'>()]
    await dans(async (tx) => {
      await creerTiers(
        tx,
        garde,
        p.activite,
        { prenom: 'Agathe', nom: 'Pons', courriel: 'a@exemple.example' },
        le,
      )
      await creerTiers(
        tx,
        absorbe,
        p.activite,
        { prenom: 'Agate', nom: 'Pons', courriel: 'b@exemple.example' },
        le,
      )
    })
    const reunir = () =>
      dans(async (tx) =>
        expect((await fusionner(tx, 'fusion', newId<'Fusion'>(), { garde, absorbe }, le)).ok).toBe(true),
      )
    const parChoix = (choix: typeof garde, prenom = 'Agathe', courriel = 'a@exemple.example') =>
      faire(p, [{ prenom, nom: 'Pons', courriel, choix }])
    return { p, dans, garde, absorbe, reunir, parChoix }
  }

  it('inscrite sous la fiche absorbée, elle est déjà inscrite sous la gardée', async () => {
    const { p, absorbe, garde, reunir, parChoix } = await deja()
    expect((await parChoix(absorbe, 'Agate', 'b@exemple.example')).ok).toBe(true)
    await reunir()
    const encore = await parChoix(garde)
    expect(encore.ok ? [] : encore.error.map((e) => e.code)).toEqual(['deja-inscrit'])
    expect(await liste(p)).toHaveLength(1)
  })

  it('inscrite deux fois avant la réunion : la session le nomme, jusqu’à l’annulation de l’une', async () => {
    const { p, dans, absorbe, garde, reunir, parChoix } = await deja()
    expect((await parChoix(absorbe, 'Agate', 'b@exemple.example')).ok).toBe(true)
    expect((await parChoix(garde)).ok).toBe(true)
    const doubles = () =>
      dans(async (tx) => {
        const lus = await contributionInscriptions.faits?.(
          tx,
          p.session,
          unVisiteur({ roles: ['assistant'] }),
          le,
        )
        return (lus?.manques ?? []).filter((m) => String(m.chose).includes('en double')).length
      })
    expect(await doubles()).toBe(0)
    await reunir()
    expect(await doubles()).toBe(1)
    const [une] = await liste(p)
    if (!une) throw new Error('inscription perdue')
    await dans((tx) =>
      cloreInscription(tx, { session: p.session, id: une.id, motif: 'en double', presences: 0 }, le),
    )
    expect(await doubles()).toBe(0)
  })
})
