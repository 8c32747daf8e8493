import type { Page } from 'playwright-core'

/** Évalue par le protocole : marche aussi quand le script de la page est coupé. */
export const evaluerDansLaPage = async (page: Page, expression: string): Promise<unknown> => {
  const session = await page.context().newCDPSession(page)
  try {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  } finally {
    await session.detach()
  }
}
