import { expect, test } from 'vitest'
import { phraseDePanne } from './renoncer.ts'

/** Ce que Node rend d’un appel refusé par le système, avec ce qu’il visait. */
const refus = (code: string, path: string) => Object.assign(new Error(code), { code, path, syscall: 'open' })

test.each([
  ['EROFS', 'ce disque est en lecture seule'],
  ['EACCES', 'ce compte n’y a pas accès'],
  ['ENOSPC', 'ce disque est plein'],
  ['ENOTDIR', 'ce n’est pas un dossier'],
])('%s se dit en une phrase qui nomme le dossier et quoi vérifier', (code, dit) => {
  expect(phraseDePanne(refus(code, '/donnees/coforme'))).toBe(
    `/donnees/coforme\u00a0: ${dit} (${code}). Vérifiez COFORME_DONNEES, COFORME_CLES et le fichier nommé.`,
  )
})

test('une faute du logiciel garde sa pile', () => {
  expect(phraseDePanne(new TypeError('x is not a function'))).toBeUndefined()
  expect(phraseDePanne(refus('EINCONNU', '/donnees'))).toBeUndefined()
})
