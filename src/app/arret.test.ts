import { describe, expect, test } from 'vitest'
import { creerArret } from './arret.ts'

const monter = () => {
  const faits: string[] = []
  const arret = creerArret({
    quitter: (code) => faits.push(`quitter ${code}`),
    rater: (nom) => faits.push(`raté ${nom}`),
  })
  return { faits, arret }
}

describe('L’arrêt', () => {
  test('défait dans l’ordre inverse, puis quitte', async () => {
    const { faits, arret } = monter()
    arret.poser('la base', () => void faits.push('base'))
    arret.poser('le serveur', () => void faits.push('serveur'))
    await arret.arreter(0)
    expect(faits).toEqual(['serveur', 'base', 'quitter 0'])
  })

  test('ne se fait qu’une fois, le premier code l’emporte', async () => {
    const { faits, arret } = monter()
    arret.poser('la base', () => void faits.push('base'))
    await Promise.all([arret.arreter(0), arret.arreter(1), arret.arreter(1)])
    expect(faits).toEqual(['base', 'quitter 0'])
  })

  test('continue après un geste qui rate', async () => {
    const { faits, arret } = monter()
    arret.poser('la base', () => void faits.push('base'))
    arret.poser('le serveur', () => Promise.reject(new Error('occupé')))
    await arret.arreter(1)
    expect(faits).toEqual(['raté le serveur', 'base', 'quitter 1'])
  })

  test('dit qu’il a commencé', async () => {
    const { arret } = monter()
    expect(arret.enCours()).toBe(false)
    const fin = arret.arreter(0)
    expect(arret.enCours()).toBe(true)
    await fin
  })
})
