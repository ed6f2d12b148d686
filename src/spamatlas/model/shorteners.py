"""Services whose links lead somewhere else, by registrable domain or host."""

SHORTENERS = frozenset(
    (  # noqa: SIM905
        "bit.ly t.co tinyurl.com goo.gl ow.ly is.gd buff.ly cutt.ly rebrand.ly rb.gy shorturl.at t.ly s.id "
        "bl.ink tiny.cc v.gd lnkd.in urlz.fr shorte.st adf.ly clck.ru vk.cc u.to qr.ae dlvr.it soo.gd t2m.io "
        "shorturl.gg tny.im x.gd han.gl me2.do url.kr vo.la c11.kr bitly.ws t.cn dwz.cn url.cn suo.im u.nu "
        "kutt.it surl.li lihi.cc reurl.cc page.link onelink.to linktr.ee short.gy qrco.de ln.run urlr.me "
        "encurtador.com.br acortar.link shrtco.de did.li short.example"
    ).split()
)
