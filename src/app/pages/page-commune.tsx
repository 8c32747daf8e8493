import type { Child } from 'hono/jsx'
import { Page, PublicPage } from '#web/components.tsx'
import { pageContext } from '#web/context.ts'

/** Une page que tout le monde lit : dans le cadre pour qui est connecté, nue pour un passant. */
export const PageCommune = ({ title, lede, children }: { title: string; lede: string; children: Child }) =>
  pageContext().visiteur ? (
    <Page title={title} lede={lede}>
      <div class="commune">{children}</div>
    </Page>
  ) : (
    <PublicPage title={title} lede={lede} description={lede}>
      <div class="commune">{children}</div>
    </PublicPage>
  )
