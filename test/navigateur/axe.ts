import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { evaluerDansLaPage } from './evaluer.ts'

let source: string | undefined

/** Le critère est celui du RGAA : WCAG 2.1 AA, et les bonnes pratiques d’axe. */
const etiquettes = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']

/**
 * Les fautes d’accessibilité de la page, une ligne par élément ; vide quand il n’y en a pas.
 * axe passe par le protocole du navigateur, dans un monde à part : ni la politique de sécurité de la page
 * (qui refuse tout script en ligne), ni un script coupé ne l’arrêtent, et la page testée reste la vraie.
 */
export const verifierAxe = async (page: Page): Promise<string[]> => {
  source ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const session = await page.context().newCDPSession(page)
  let sansScript = false
  try {
    await session.send('Page.enable')
    // axe attend par minuteries, qu’un script coupé fige : on le rend le temps de la mesure. Les scripts de la
    // page, eux, ont été ignorés à la lecture et ne s’éveillent pas.
    sansScript = (await evaluerDansLaPage(page, "matchMedia('(scripting: none)').matches")) === true
    if (sansScript) {
      // Dire « non » d’abord : une session qui n’a rien dit ne peut rien rendre, et le navigateur l’ignore.
      await session.send('Emulation.setScriptExecutionDisabled', { value: true })
      await session.send('Emulation.setScriptExecutionDisabled', { value: false })
    }
    const { frameTree } = await session.send('Page.getFrameTree')
    const { executionContextId } = await session.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'axe',
    })
    const evaluer = async (expression: string) => {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        expression,
        contextId: executionContextId,
        awaitPromise: true,
        returnByValue: true,
      })
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
      return result.value as unknown
    }
    await evaluer(`${source}\n;undefined`)
    const options = JSON.stringify({
      runOnly: { type: 'tag', values: etiquettes },
      resultTypes: ['violations'],
    })
    const resultats = (await evaluer(`axe.run(document, ${options})`)) as AxeResults
    return resultats.violations.flatMap(({ id, help, nodes }) =>
      nodes.map((noeud) => `${id} : ${help} ; ${noeud.target.join(' ')} ; ${noeud.html.slice(0, 120)}`),
    )
  } finally {
    // Détacher la session rendrait le script à la page : quand il était coupé, elle reste jusqu’à la fermeture.
    if (sansScript) await session.send('Emulation.setScriptExecutionDisabled', { value: true })
    else await session.detach()
  }
}
