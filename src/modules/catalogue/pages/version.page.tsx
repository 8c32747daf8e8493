import { Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { formaterInstant } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Facts, Page, Section } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { listerVersions, type Version } from '../db/versions.ts'
import { categories } from '../domain/classement.ts'
import { differences } from '../domain/differences.ts'
import { natures } from '../domain/offre.ts'
import { catalogueUrl, offreUrl, versionUrl } from '../liens.ts'
import { ContenuLu, Differences } from './contenu-lu.tsx'
import { direParutions } from './dire.ts'

const Vue = ({ v, precedente }: { v: Version; precedente: Version | undefined }) => (
  <Page
    title={`Version ${v.numero}`}
    heading={`${v.contenu.intitule}, version ${v.numero}`}
    lede="Une version ne se corrige pas : les sessions et les pièces qui s’y rattachent diront toujours ceci."
    path={[
      { libelle: 'Catalogue', href: catalogueUrl() },
      { libelle: v.contenu.intitule, href: offreUrl({ offre: v.offre }) },
    ]}
    facts={
      <Facts
        faits={[
          ['Figée', formaterInstant(v.figeeLe)],
          ['Publiée', direParutions(v.parutions)],
          ['Nature', `${natures[v.nature]} (${categories[v.nature].code})`],
        ]}
      />
    }
  >
    {precedente ? (
      <Section titre={`Ce qui a changé depuis la version ${precedente.numero}`} id="differences">
        <Differences
          lignes={differences(precedente.contenu, v.contenu)}
          avant={`version ${precedente.numero}`}
          apres={`version ${v.numero}`}
        />
      </Section>
    ) : null}
    <ContenuLu contenu={v.contenu} />
  </Page>
)

export const versionPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>().get(versionUrl.modele, exigerDroit('catalogue.lire'), (c) =>
    pourVisiteur(c, db, async (tx) => {
      const offre = asId<'Offre'>(c.req.param('offre'))
      const numero = c.req.param('numero')
      const versions = offre ? await listerVersions(tx, offre) : []
      const i = versions.findIndex((v) => String(v.numero) === numero)
      const version = versions[i]
      return version ? c.html(<Vue v={version} precedente={versions[i + 1]} />) : notFound(c)
    }),
  )
