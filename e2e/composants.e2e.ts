import { it } from 'vitest'
import { chromium } from 'playwright-core'
import { servirComposants } from '#web/test/serveur.ts'
it('vues', async () => {
  const s = await servirComposants()
  const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  for (const [w, h] of [[1366, 900], [360, 740]] as const)
    for (const scheme of ['light', 'dark'] as const) {
      const p = await (await b.newContext({ viewport: { width: w, height: h }, colorScheme: scheme })).newPage()
      p.on('console', (m) => console.log(m.type(), m.text()))
      await p.goto(s.origine + '/composants')
      await p.screenshot({ path: `/tmp/vues/c-${w}-${scheme}.png`, fullPage: true })
      if (scheme === 'light') {
        await p.fill('#c-mini', '60')
        await p.click('button.call')
        await p.screenshot({ path: `/tmp/vues/e-${w}.png`, fullPage: w > 500 })
        await p.goto(s.origine + '/composants/signer')
        await p.screenshot({ path: `/tmp/vues/s-${w}.png` })
        await p.goto(s.origine + '/composants/public')
        await p.screenshot({ path: `/tmp/vues/p-${w}.png` })
      }
    }
  await b.close()
  await s.fermer()
})
