import type { Child } from 'hono/jsx'
import { Foot, PublicPage } from '#web/components.tsx'
import { pageContext } from '#web/context.ts'
import { aujourdhuiUrl, connexionUrl } from '#web/links.ts'
import { formationsUrl } from '../liens.ts'

/** Le cadre des pages publiques du portail. */
export const Cadre = (p: { title: string; description: string; canonique: string; children?: Child }) => {
  const { visiteur } = pageContext()
  return (
    <PublicPage
      title={p.title}
      description={p.description}
      canonique={p.canonique}
      nav={[
        { libelle: 'Formations', href: formationsUrl() },
        visiteur
          ? { libelle: 'Aujourd’hui', href: aujourdhuiUrl() }
          : { libelle: 'Se connecter', href: connexionUrl() },
      ]}
      plein
      foot={<Foot classe="bas" />}
    >
      {p.children}
    </PublicPage>
  )
}
