import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql } from '../../../../test/base/index.ts'
import { uneEnseigne, unOrganisme } from '../test/organismes.ts'
import { enseigneParDefaut, listerEnseignes } from './enseignes.queries.ts'
import { ajouterEnseigne, ajouterEtablissement, changerEtatEnseigne } from './organisme.ecritures.ts'
import { lireOrganisme, listerEtablissements } from './organisme.queries.ts'
import { listerSignataires } from './signataires.queries.ts'

const base = await baseNeuve()
const a = await base.maintenance((tx) => unOrganisme(tx, 'Langue & Lien', { cae: true }))
const b = await base.maintenance((tx) => unOrganisme(tx, 'Terre d’Appui'))
const argile = await base.maintenance((tx) => uneEnseigne(tx, a.organisme, 'Argile'))
const bois = await base.maintenance((tx) => uneEnseigne(tx, a.organisme, 'Bois'))

describe('sous le rôle restreint', () => {
  it('chaque lecture ne rend que l’organisme de la transaction', async () => {
    for (const o of [a, b])
      await base.enTantQue(o.organisme, {}, async (tx) => {
        expect((await lireOrganisme(tx)).code).toBe(o.code)
        expect((await listerEnseignes(tx))[0]?.id).toBe(o.commune)
        expect(await listerEtablissements(tx)).toEqual([])
        expect(await listerSignataires(tx)).toEqual([])
      })
    await base.enTantQue(b.organisme, {}, async (tx) => expect(await listerEnseignes(tx)).toHaveLength(1))
  })

  it('l’enseigne pour laquelle on agit est la sienne, la commune, ou la première de sa portée ; jamais une autre', async () => {
    const lue = (portee: '*' | readonly (typeof argile)[], voulue?: typeof argile) =>
      base.enTantQue(
        a.organisme,
        { portee },
        async (tx) => (await enseigneParDefaut(tx, voulue ? { enseigne: { id: voulue, nom: '' } } : {}))?.id,
      )
    expect(await lue('*')).toBe(a.commune)
    expect(await lue('*', bois)).toBe(bois)
    expect(await lue([bois, argile])).toBe(argile)
    expect(await lue([bois, argile], bois)).toBe(bois)
    expect(await lue([bois], argile)).toBe(bois)
    expect(await lue([b.commune])).toBeUndefined()
    expect(await lue([])).toBeUndefined()
  })

  it('un changement d’enseigne parti d’un état périmé ne passe pas', async () => {
    await base.enTantQue(a.organisme, {}, async (tx) => {
      const jour = (await listerEnseignes(tx))[0]?.ouverteLe
      if (!jour) throw new Error('jour')
      expect(await changerEtatEnseigne(tx, argile, 'ouverte', 'en-sortie', jour)).toBe(true)
      expect(await changerEtatEnseigne(tx, argile, 'ouverte', 'en-sortie', jour)).toBe(false)
      expect(await ajouterEnseigne(tx, argile, 'Argile bis', 'ouverte', jour)).toBe(false)
    })
  })

  it('une enseigne hors de sa portée ne se change pas : ses sessions ne s’y voient pas', async () => {
    await base.enTantQue(a.organisme, { portee: [argile] }, async (tx) => {
      const jour = (await listerEnseignes(tx))[0]?.ouverteLe
      if (!jour) throw new Error('jour')
      expect(await changerEtatEnseigne(tx, bois, 'ouverte', 'en-sortie', jour)).toBe(false)
      expect((await listerEnseignes(tx)).find((e) => e.id === bois)?.etat).toBe('ouverte')
    })
  })

  it('une délégation ne se corrige pas, pas même par une requête : seule sa révocation s’écrit', async () => {
    for (const texte of ['plafond_centimes = 1', "pieces = '{*}'", 'fin = null'])
      expect(
        await codeSql(() =>
          base.enTantQue(a.organisme, {}, (tx) =>
            sql.raw(`update organisme.signataire set ${texte}`).execute(tx),
          ),
        ),
        texte,
      ).toBe('42501')
  })

  it('le même identifiant chez deux organismes reste deux lieux', async () => {
    const id = newId<'Etablissement'>()
    const lieu = {
      nom: 'Siège',
      siret: null,
      adresse: '',
      codePostal: '',
      ville: '',
      zone: 'Europe/Paris' as const,
      capacite: null,
    }
    for (const o of [a, b])
      await base.enTantQue(o.organisme, {}, async (tx) => {
        expect(await ajouterEtablissement(tx, id, lieu)).toBe(true)
        expect(await ajouterEtablissement(tx, id, { ...lieu, nom: 'Autre' })).toBe(false)
        expect((await listerEtablissements(tx)).map((e) => e.nom)).toEqual(['Siège'])
      })
  })
})
