import { expect, it } from 'vitest'
import { newToken } from '#platform/auth/token.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { eprouver } from '../../../../test/fuzz/formulaires.ts'
import { pagesServies } from '../../../../test/monde/index.ts'
import { creerLien } from '../db/liens.ts'
import { gestesDe } from '../gestes/composer.ts'
import { comptes } from '../module.ts'
import { poserAdhesion, poserCompte } from '../test/comptes.ts'
import { poserOrganisme } from '../test/organismes.ts'

const base = await baseNeuve()
const keys = keysFromSeed('formulaires')
const services: Services = { ...testServices(), db: base.db, keys }
const { app } = pagesServies(services, [comptes])
const phrase = 'un tilleul devant la mairie'

it('des corps hostiles ne font tomber aucun formulaire des comptes, connecté ou non', async () => {
  const a = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
  const compte = await base.maintenance(async (tx) => {
    const id = await poserCompte(tx, keys, {
      courriel: 'rosa@exemple.example',
      nom: 'Ba',
      motDePasse: phrase,
      administreInstance: true,
    })
    await poserAdhesion(tx, { organisme: a.organisme, compte: id, roles: ['administration'] })
    return id
  })
  const lien = newToken()
  await base.worker.withoutTenant((tx) => creerLien(tx, lien, { usage: 'reinitialisation', compte }))
  const e = await gestesDe(services).connecter({
    courriel: 'rosa@exemple.example',
    motDePasse: phrase,
    adresse: '192.0.2.1',
    agent: '',
    retenue: false,
  })
  if (!e.ok) throw new Error(e.error.code)
  const sans = await eprouver(
    app,
    [
      { url: '/connexion', champs: ['courriel', 'motDePasse', 'retenir', 'suite'] },
      { url: '/mot-de-passe-oublie', champs: ['courriel'] },
      { url: `/l/${newToken()}`, champs: ['motDePasse'] },
      { url: `/l/${lien}`, champs: ['motDePasse', 'prenom', 'nom'] },
    ],
    { corps: 150 },
  )
  const avec = await eprouver(
    app,
    [
      { url: '/compte', champs: ['prenom', 'nom'] },
      { url: '/compte/mot-de-passe', champs: ['ancien', 'motDePasse'] },
      { url: '/compte/sessions', champs: ['session'] },
      { url: '/compte/organismes', champs: ['organisme'] },
      { url: '/compte/second-facteur', champs: ['code', 'motDePasse', 'geste'] },
      { url: '/instance/assistance', champs: ['code', 'motif', 'minutes'] },
    ],
    { corps: 150, entetes: { cookie: `coforme=${e.value.jeton}` } },
  )
  expect([...sans.fautes, ...avec.fautes]).toEqual([])
  expect(sans.essais + avec.essais).toBeGreaterThanOrEqual(1500)
})
